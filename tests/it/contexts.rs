//! Two extensions of one number, told apart by domain or partition: both, with their people and devices, through every command.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::run;

const POLICY: &str = "name: Amt\nnumbers: {area: \"089\", head: \"99998\", extension_lengths: [4], did_equals_extension: true}\n\
                      pbx: {domain: pbx.example, registrars: {tls: pbx.example}}\nclients: [{client: baresip}]\n\
                      roster: {horizon: {from: 2027-03-01, holidays: {land: BY}}}\n";

const FUSION: &str = "extension,number_alias,password,effective_caller_id_name,directory_first_name,directory_last_name,user_context,\
                      call_group,max_registrations,enabled,description\n\
                      2001,,kV3x-99Lq-77zP,Anna Huber,Anna,Huber,amt.example,buero,2,true,R 1.01\n\
                      2001,5001,9Lq77zPkV3x99,Uwe Maier,Uwe,Maier,schule.example,lehrer,2,true,\n\
                      2002,,7zPkV3x99Lq-12,Ida Groß,Ida,Groß,amt.example,buero,2,true,\n";
const FUSION_DEVICES: &str = "device_uuid,device_mac_address,device_label,device_vendor,device_template,line_number,user_id,server_address\n\
                              u1,00-00-5E-00-53-01,Amt 1,yealink,yealink/t46g,1,2001,amt.example\n\
                              u2,00-00-5E-00-53-02,Schule 1,yealink,yealink/t46g,1,2001,schule.example\n\
                              u3,00-00-5E-00-53-03,Lager,yealink,yealink/t46g,1,2001,\n";
const FUSION_DIDS: &str = "destination_type,destination_number,destination_prefix,destination_area_code,destination_actions,destination_enabled\n\
                           inbound,999982001,49,89,transfer:2001 XML schule.example,true\n";

const CUCM: &str = "Device Name,Description,Device Type,Owner User ID,Device Protocol,Digest User,Directory Number 1,Route Partition 1,\
                    Voice Mail Profile 1,Forward All Voice Mail 1,Forward All Destination 1,Call Pickup Group 1,Display 1\n\
                    SEP00005E005301,2.14,Cisco 7841,huber.a,SIP,,2001,PT_Amt,VM,t,,PG_Bau,\"Huber, Anna\"\n\
                    SEP00005E005302,0.01,Cisco 7841,maier.u,SIP,,2001,PT_Schule,VM,t,600,PG_Bau,\"Maier, Uwe\"\n\
                    SEP00005E005303,2.15,Cisco 7841,gross.i,SIP,,2002,PT_Amt,,f,,,\"Groß, Ida\"\n";

fn site(folder: &Path, sources: &str, files: &[(&str, &str)]) -> PathBuf {
    let site = folder.join("site");
    fs::create_dir_all(&site).unwrap();
    for (name, text) in files {
        fs::write(site.join(name), text).unwrap();
    }
    fs::write(site.join("deskshift.yaml"), format!("{POLICY}sources: {sources}\n")).unwrap();
    site
}

fn fusion(folder: &Path) -> PathBuf {
    let files = [("phones.csv", FUSION), ("devices.csv", FUSION_DEVICES), ("dids.csv", FUSION_DIDS)];
    site(folder, "{exports: [phones.csv, devices.csv, dids.csv]}", &files)
}

fn cucm(folder: &Path) -> PathBuf {
    // Unified CM exports no password; the list has that of the third person.
    let logins = "Nebenstelle;Anmeldename;Kennwort\n2002;gross.i;kV3x-99Lq-77zP\n";
    site(folder, "{exports: [phones.csv], accounts: [logins.csv]}", &[("phones.csv", CUCM), ("logins.csv", logins)])
}

fn inventory(site: &Path) -> Value {
    run(site, &["inventory", "import"]);
    serde_json::from_str(&fs::read_to_string(site.join("out/inventory.json")).unwrap()).unwrap()
}

fn body(document: &Value) -> &Value {
    &document["body"]
}

/// Number, people, and the devices with the number on a key.
fn lines(document: &Value) -> Vec<String> {
    let inventory = body(document);
    let list = |key: &str| inventory[key].as_array().cloned().unwrap_or_default();
    let on = |number: &Value| {
        let has = |device: &&Value| {
            device["lines"].as_array().is_some_and(|lines| lines.iter().any(|line| line["extension"] == *number))
        };
        list("devices").iter().filter(has).map(|device| device["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let shown = |entry: &Value| {
        let people: Vec<&str> = entry["persons"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        format!("{} {} {}", entry["number"].as_str().unwrap(), people.join(" "), on(&entry["number"]))
    };
    list("extensions").iter().map(shown).collect()
}

fn findings(site: &Path, code: &str) -> Vec<(String, String)> {
    let checked = run(site, &["--json", "inventory", "check"]).json();
    let of = |finding: &&Value| finding["code"] == code;
    let words = |finding: &Value| {
        (finding["what"]["en"].as_str().unwrap().to_owned(), finding["what"]["de"].as_str().unwrap().to_owned())
    };
    checked["findings"].as_array().unwrap().iter().filter(of).map(words).collect()
}

#[test]
fn two_domains_of_fusionpbx_are_two_telephones() {
    let folder = tempfile::tempdir().unwrap();
    let site = fusion(folder.path());
    let first = inventory(&site);
    assert_eq!(
        lines(&first),
        ["2001@amt.example huber-anna 00:00:5e:00:53:01", "2001@schule.example maier-uwe 00:00:5e:00:53:02", "2002 gross-ida ",]
    );
    assert_eq!(first, inventory(&site), "the same bytes");

    // A number alone means both, with the domain one.
    let both = run(&site, &["--lang", "en", "inventory", "show", "2001"]).expect(0).stdout;
    assert!(both.contains("extension 2001@amt.example") && both.contains("extension 2001@schule.example"), "{both}");
    assert!(both.contains("Huber") && both.contains("Maier"), "{both}");
    let one = run(&site, &["--lang", "en", "inventory", "show", "2001@schule.example"]).expect(0).stdout;
    assert!(one.contains("Maier") && !one.contains("Huber"), "{one}");
    // What is not number or name is kept.
    assert!(one.contains("number_alias") && one.contains("5001"), "{one}");
    assert!(both.contains("R 1.01"), "{both}");
    // The domain of the transfer says which of them a number from outside reaches.
    assert!(one.contains("+4989999982001") || one.contains("089 99998-2001"), "{one}");

    let told = findings(&site, "inventory/extension-in-two-contexts");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(
        told[0].0,
        "number `2001` is in `amt.example` and in `schule.example`: two extensions, which are not one telephone"
    );
    assert_eq!(
        told[0].1,
        "Nummer `2001` gibt es in `amt.example` und in `schule.example`: zwei Nebenstellen, nicht dasselbe Telefon"
    );
    // The third device does not say which of them it has.
    let open = findings(&site, "inventory/number-ambiguous");
    assert_eq!(open.len(), 1, "{open:?}");
    assert!(open[0].0.contains("device `00:00:5e:00:53:03` says only `2001`"), "{open:?}");
    assert!(findings(&site, "inventory/extension-listed-twice").is_empty());
}

#[test]
fn two_partitions_of_unified_cm_are_two_telephones() {
    let folder = tempfile::tempdir().unwrap();
    let site = cucm(folder.path());
    let document = inventory(&site);
    assert_eq!(
        lines(&document),
        ["2001@PT_Amt huber.a 00:00:5e:00:53:01", "2001@PT_Schule maier.u 00:00:5e:00:53:02", "2002 gross.i 00:00:5e:00:53:03",]
    );
    let inventory = body(&document);
    let members: Vec<&str> =
        inventory["groups"][0]["members"].as_array().unwrap().iter().map(|m| m["extension"].as_str().unwrap()).collect();
    assert_eq!(members, ["2001@PT_Amt", "2001@PT_Schule"]);
    assert_eq!(inventory["mailboxes"].as_array().unwrap().len(), 1, "one number has one mailbox");
    assert_eq!(inventory["mailboxes"][0]["extensions"], serde_json::json!(["2001@PT_Amt", "2001@PT_Schule"]));
    assert_eq!(inventory["forwards"][0]["extension"], "2001@PT_Schule");
    assert_eq!(findings(&site, "inventory/extension-in-two-contexts").len(), 1);
    assert!(
        findings(&site, "inventory/number-in-two-contexts").is_empty()
            && findings(&site, "inventory/device-owner-unknown").is_empty()
    );
    let one = run(&site, &["--lang", "en", "inventory", "show", "2001@pt_amt"]).expect(0).stdout;
    assert!(one.contains("SEP00005E005301") && !one.contains("SEP00005E005302"), "{one}");
}

#[test]
fn tables_go_out_and_come_back_with_both() {
    for make in [fusion, cucm] {
        let folder = tempfile::tempdir().unwrap();
        let site = make(folder.path());
        run(&site, &["inventory", "import"]);
        let (tables, book) = (folder.path().join("tables"), folder.path().join("all.xlsx"));
        let (tables, book) = (tables.to_str().unwrap(), book.to_str().unwrap());
        run(&site, &["inventory", "export", "--csv", tables, "--xlsx", book]).expect(0);
        let extensions = format!("{tables}/extensions.csv");
        let text = fs::read_to_string(&extensions).unwrap();
        let keys = text.lines().filter(|line| line.contains("2001@") && !line.starts_with("2002")).count();
        assert_eq!(keys, 2, "{text}");
        let devices = format!("{tables}/devices.csv");
        assert_eq!(fs::read_to_string(&devices).unwrap().lines().filter(|line| line.contains("2001@")).count(), 2);
        for edited in [&extensions, &devices, &format!("{tables}/persons.csv"), book] {
            run(&site, &["inventory", "diff", edited]).expect(0);
        }
        // A correction finds the one it is for.
        let own = if text.contains("PT_Schule") { "2001@PT_Schule" } else { "2001@schule.example" };
        let edited: String = text
            .lines()
            .map(|line| {
                if line.starts_with(own) {
                    line.replace("Maier, Uwe", "Rektorat").replace("Uwe Maier", "Rektorat")
                } else {
                    line.to_owned()
                }
            })
            .map(|line| format!("{line}\n"))
            .collect();
        fs::write(&extensions, edited.replace("\"Rektorat\"", "Rektorat")).unwrap();
        let fix = site.join("fix.csv");
        let diff = run(&site, &["--json", "inventory", "diff", &extensions, "--accept", fix.to_str().unwrap()]);
        assert_eq!(diff.json()["edits"][0]["id"], own, "{}", diff.all());
        let policy = fs::read_to_string(site.join("deskshift.yaml")).unwrap().replace("phones.csv", "phones.csv, fix.csv");
        fs::write(site.join("deskshift.yaml"), policy).unwrap();
        let document = inventory(&site);
        let list = body(&document)["extensions"].as_array().unwrap();
        let name = |number: &str| list.iter().find(|e| e["number"] == number).unwrap()["name"]["value"].clone();
        assert_eq!(name(own), "Rektorat");
        assert_eq!(list.iter().filter(|e| e["name"]["value"] == "Rektorat").count(), 1);
    }
}

#[test]
fn the_plan_names_both_and_goes_on_with_the_others() {
    for make in [fusion, cucm] {
        let folder = tempfile::tempdir().unwrap();
        let site = make(folder.path());
        run(&site, &["inventory", "import"]);
        let planned = run(&site, &["--lang", "en", "plan"]);
        assert!(planned.all().contains("plan/number-ambiguous"), "{}", planned.all());
        let plan: Value = serde_json::from_str(&fs::read_to_string(site.join("out/plan.json")).unwrap()).unwrap();
        let plan = body(&plan);
        let of = |key: &str| -> Vec<String> {
            plan[key].as_array().unwrap().iter().map(|line| line["extension"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(of("lines"), ["2002"]);
        assert_eq!(of("kept").iter().filter(|kept| kept.starts_with("2001@")).count(), 2);
        let converted = run(&site, &["convert"]);
        let current = site.join("out/current");
        let mut files = Vec::new();
        names(&current, &mut files);
        assert!(files.iter().any(|name| name.contains("2002")), "{files:?} {}", converted.all());
        assert!(!files.iter().any(|name| name.contains("2001")), "{files:?}");
    }
}

fn names(folder: &Path, out: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.unwrap();
        out.push(entry.path().to_string_lossy().into_owned());
        if entry.path().is_dir() {
            names(&entry.path(), out);
        }
    }
}

#[test]
fn a_list_that_gives_the_number_alone_is_told_and_a_correction_decides() {
    let folder = tempfile::tempdir().unwrap();
    let without_names = FUSION.replace("directory_first_name,directory_last_name", "first,last");
    let staff = "Personalnummer;Name;Vorname;Durchwahl;Amt\n11;Huber;Anna;2001;Bauamt\n12;Maier;Uwe;2001;Schulamt\n13;Groß;Ida;2002;Bauamt\n";
    let sources = "{exports: [phones.csv], staff: [staff.csv]}";
    let site = site(folder.path(), sources, &[("phones.csv", &without_names), ("staff.csv", staff)]);
    assert_eq!(lines(&inventory(&site)), ["2001@amt.example  ", "2001@schule.example  ", "2002 13 "], "nobody is chosen");
    let open = findings(&site, "inventory/number-ambiguous");
    assert_eq!(open.len(), 2, "{open:?}");
    assert!(open[0].0.contains("extension `2001` of `Anna Huber` may be `2001@amt.example`, `2001@schule.example`"), "{open:?}");
    assert!(open[0].0.contains("shows `Anna Huber` for `2001@amt.example`"), "{open:?}");
    assert!(open[1].1.contains("die Anlage zeigt `Uwe Maier` für `2001@schule.example`"), "{open:?}");
    assert!(findings(&site, "inventory/extension-of-two-persons").is_empty());

    let tables = folder.path().join("tables");
    run(&site, &["inventory", "export", "--csv", tables.to_str().unwrap()]).expect(0);
    let persons = tables.join("persons.csv");
    let text = fs::read_to_string(&persons).unwrap();
    let decided: String = text
        .lines()
        .map(|line| if line.starts_with("12") { line.replacen("2001", "2001@schule.example", 1) } else { line.to_owned() })
        .map(|line| format!("{line}\n"))
        .collect();
    fs::write(&persons, decided).unwrap();
    let fix = site.join("fix.csv");
    run(&site, &["inventory", "diff", persons.to_str().unwrap(), "--accept", fix.to_str().unwrap()]).expect(1);
    fs::write(site.join("deskshift.yaml"), format!("{POLICY}sources: {{exports: [phones.csv, fix.csv], staff: [staff.csv]}}\n"))
        .unwrap();
    assert_eq!(lines(&inventory(&site)), ["2001@amt.example  ", "2001@schule.example 12 ", "2002 13 "]);
}

#[test]
fn an_export_for_each_domain_gives_both_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let (head, rows) = FUSION.split_once('\n').unwrap();
    let of = |domain: &str| {
        let rows: String = rows.lines().filter(|row| row.contains(domain)).map(|row| format!("{row}\n")).collect();
        format!("{head}\n{rows}")
    };
    let (amt, school) = (of("amt.example"), of("schule.example"));
    let site = site(folder.path(), "{exports: [amt.csv, schule.csv]}", &[("amt.csv", &amt), ("schule.csv", &school)]);
    assert_eq!(lines(&inventory(&site)), ["2001@amt.example huber-anna ", "2001@schule.example maier-uwe ", "2002 gross-ida "]);
    assert!(findings(&site, "inventory/extension-in-two-sources").is_empty());
}

#[test]
fn an_inventory_of_an_older_version_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let one = FUSION.replace("schule.example", "amt.example");
    let site = site(folder.path(), "{exports: [phones.csv]}", &[("phones.csv", &one)]);
    assert_eq!(lines(&inventory(&site)), ["2001 huber-anna ", "2002 gross-ida "], "numbers alone, as before");
    let twice = findings(&site, "inventory/extension-listed-twice");
    assert_eq!(twice.len(), 1, "{twice:?}");
    assert!(run(&site, &["--lang", "en", "plan"]).all().contains("2 lines") || site.join("out/plan.json").exists());
}
