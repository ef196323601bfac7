//! `deskshift rotate` on an office of two, where every day can be counted by hand.

use crate::small_site::SmallSite;
use crate::support::run;

/// Two people of one counter, of whom one has to be there; planned from `monday` for two weeks. `ids` are the staff numbers, `rules` further
/// lines below `roster`.
fn counter(monday: &str, ids: [&str; 2], rules: &str) -> SmallSite {
    let [one, two] = ids;
    let people = format!(
        "Personalnr;Name;Vorname;Amt;Zimmer;Durchwahl;Arbeitstage;Homeoffice;Wunschtage;Eigenes Notebook\n\
         {one};Müller;Hans;Bürgerbüro;1.01;2001;Mo-Fr;ja;Mo;nein\n{two};Weiß;Käthe;Bürgerbüro;1.02;2002;Mo-Fr;ja;;ja\n"
    );
    let logins = "Nebenstelle;Anmeldename;Kennwort\n2001;2001;geheim-2001xQ7v\n2002;2002;geheim-2002xQ7v\n";
    let group = "  groups:\n    - {name: Schalter, members: {department: Bürgerbüro}, on_site_min: 1}\n";
    SmallSite::new("de", monday, &people, logins, &format!("{group}{rules}"))
}

const CAP: &str = "  resources:\n    vpn: {cap: 1}\n";

/// Planned ahead, then somebody falls ill earlier: the days between lie ahead and are planned.
#[test]
fn an_earlier_day_opens_what_a_plan_ahead_kept() {
    let counter = counter("2190-03-01", ["1", "2"], CAP);
    counter.rotate(&[]).expect(0);
    counter.rotate(&["replan", "--from", "2190-03-10"]).expect(0);
    // Whoever sits at the counter on the 4th falls ill, or the one of two who does.
    let ill = if counter.place("1", "2190-03-04") == "Büro" { "1" } else { "2" };
    let other = if ill == "1" { "2" } else { "1" };
    counter.write("staff/urlaub.csv", &format!("Personalnr;Von;Bis;Ort\n{ill};04.03.2190;05.03.2190;\n"));
    let check = counter.rotate(&["check"]);
    assert!(check.code == 1 && check.stdout.contains("roster/own-days-changed"), "{}", check.all());
    assert!(check.stderr.contains("gibt künftige wieder frei"), "{}", check.all());
    counter.rotate(&["replan", "--from", "03.03.2190"]).expect(0);
    assert_eq!((counter.place(ill, "2190-03-04").as_str(), counter.place(other, "2190-03-04").as_str()), ("frei", "Büro"));
    let roster: serde_json::Value = serde_json::from_str(&counter.read("out/roster.json")).unwrap();
    assert_eq!(roster["body"]["from"], "2190-03-03");
    counter.rotate(&["check"]).expect(0);
    let wrong = counter.rotate(&["replan", "--from", "3/3/2190"]).expect(2);
    assert!(
        wrong.stderr.contains("2027-03-15 or 15.03.2027") && wrong.stderr.contains("erwartet wird ein Tag"),
        "{}",
        wrong.all()
    );
    // A horizon that ends before: the way out is told.
    counter.edit("from: 2190-03-01", "from: 2190-02-08");
    let over = counter.rotate(&["replan", "--from", "2190-03-03"]).expect(2);
    assert!(over.stderr.contains("roster/other-days") && over.stderr.contains("`roster.horizon` wieder"), "{}", over.all());
}

/// Notebooks on a lorry: the cap of each day follows, and when the lorry is late, what was planned with it is told and planned anew.
#[test]
fn a_late_delivery_is_one_changed_date() {
    let people = "Personalnr;Name;Vorname;Amt;Zimmer;Durchwahl;Arbeitstage;Homeoffice;Wunschtage;Eigenes Notebook\n\
                  1;Müller;Hans;Bürgerbüro;1.01;2001;Mo-Fr;ja;Fr;nein\n2;Weiß;Käthe;Bürgerbüro;1.02;2002;Mo-Fr;ja;Fr;nein\n\
                  3;Braun;Ida;Bürgerbüro;1.03;2003;Mo-Fr;ja;Fr;nein\n";
    let logins =
        "Nebenstelle;Anmeldename;Kennwort\n2001;2001;geheim-2001xQ7v\n2002;2002;geheim-2002xQ7v\n2003;2003;geheim-2003xQ7v\n";
    // The lorry comes on Wednesday; one is ready on Thursday, the other on Friday.
    let rules = "  resources:\n    notebooks: {cap: {rollout: {ready: 1, deliveries: {2190-03-03: 2}, per_day: 1}}}\n";
    let office = SmallSite::new("de", "2190-03-01", people, logins, rules);
    office.rotate(&[]).expect(0);
    let at_home = |day: &str| ["1", "2", "3"].iter().filter(|id| office.place(id, day) == "Homeoffice").count();
    assert!(["2190-03-01", "2190-03-02", "2190-03-03"].iter().all(|day| at_home(day) <= 1) && at_home("2190-03-04") <= 2);
    assert_eq!(at_home("2190-03-05"), 3, "as all three wish");
    office.rotate(&["check"]).expect(0);
    office.edit("2190-03-03: 2", "2190-03-10: 2");
    let told = office.rotate(&["check"]);
    assert!(told.code == 1 && told.stdout.contains("roster/home-cap-exceeded"), "{}", told.all());
    assert!(told.stdout.contains("3 Personen zu Hause beanspruchen `notebooks`, 1 werden bedient"), "{}", told.all());
    let kept = [1, 2, 3].map(|day| at_home(&format!("2190-03-0{day}")));
    office.rotate(&["replan", "--from", "2190-03-04"]).expect(0);
    assert_eq!(at_home("2190-03-05"), 1);
    assert_eq!([1, 2, 3].map(|day| at_home(&format!("2190-03-0{day}"))), kept, "they have passed");
    assert_eq!(at_home("2190-03-12"), 3, "the lorry has come");
    office.rotate(&["check"]).expect(0);
}

/// No third place comes of a passed day, and no rule is counted on it, whichever way the file comes.
#[test]
fn passed_days_of_an_edited_file_stay_as_they_were() {
    let counter = counter("2027-03-01", ["1", "2"], CAP);
    counter.rotate(&[]).expect(0);
    assert_eq!(counter.place("1", "2027-03-01"), "Homeoffice", "a wish");
    // From the second week on both have to come; the first week has passed and breaks that.
    counter.edit("on_site_min: 1", "on_site_min: 2");
    counter.rotate(&["replan", "--from", "2027-03-08"]).expect(0);
    counter.rotate(&["check"]).expect(0);
    let csv = counter.read("out/roster/current/roster.csv");
    counter.write("mine.csv", &csv);
    counter.rotate(&["check", "mine.csv"]).expect(0);
    counter.rotate(&["check", "out/roster/current/roster.xlsx"]).expect(0);
    for word in ["frei", "", "Büro"] {
        counter.write("mine.csv", &csv.replacen("2027-03-01;Homeoffice", &format!("2027-03-01;{word}"), 1));
        for command in ["take", "check"] {
            let told = counter.rotate(&[command, "mine.csv"]).expect(1);
            assert!(told.all().contains("roster/passed-day") && told.all().contains("mine.csv:2:"), "{word}: {}", told.all());
        }
    }
    // Rows of passed days that are missing say nothing.
    let ahead: String = csv.lines().filter(|row| !row.contains("2027-03-01")).map(|row| format!("{row}\r\n")).collect();
    counter.write("mine.csv", &ahead);
    let same = counter.rotate(&["take", "mine.csv"]).expect(0);
    assert!(!same.stdout.contains('→'), "{}", same.all());
    assert_eq!(counter.place("1", "2027-03-01"), "Homeoffice");
    let why = counter.rotate(&["why", "Müller, Hans", "01.03.2027"]).expect(0);
    assert!(why.stdout.contains("der Tag ist vergangen"), "{}", why.all());
}

/// Spreadsheets take zeros away, from ids too.
#[test]
fn ids_without_their_zeros_are_known() {
    let counter =
        counter("2027-03-01", ["0001", "0002"], &format!("{CAP}  pairs:\n    - {{name: Vertretung, apart: [\"1\", \"2\"]}}\n"));
    counter.rotate(&[]).expect(0);
    let csv = counter.read("out/roster/current/roster.csv").replace("0001;", "1;").replace("0002;", "2;");
    counter.write("mine.csv", &csv);
    counter.rotate(&["check", "mine.csv"]).expect(0);
    let same = counter.rotate(&["take", "mine.csv", "--dry-run"]).expect(0);
    assert!(!same.stdout.contains('→'), "{}", same.all());
    let why = counter.rotate(&["why", "1", "2027-03-02"]).expect(0);
    assert!(why.stdout.contains("Hans Müller"), "{}", why.all());
    // A day without a column, or without rows, is one finding.
    let less: String = csv.lines().filter(|row| !row.contains("2027-03-02")).map(|row| format!("{row}\r\n")).collect();
    counter.write("mine.csv", &less);
    let told = counter.rotate(&["check", "mine.csv"]).expect(1);
    assert!(
        told.stdout.contains("der 2027-03-02 des Planungszeitraums fehlt") && told.stdout.ends_with("1 Verstoß\n"),
        "{}",
        told.all()
    );
}

/// A new absence: what it breaks, and that the list is another one; nothing of figures that were counted from the old one.
#[test]
fn a_list_that_changed_is_told_as_such() {
    let counter = counter("2027-03-01", ["1", "2"], CAP);
    counter.rotate(&[]).expect(0);
    counter.write("staff/urlaub.csv", "Personalnr;Von;Bis;Ort\n1;01.03.2027;05.03.2027;\n");
    let told = counter.rotate(&["check"]).expect(1);
    for code in ["roster/own-days-changed", "roster/planned-on-day-off", "`deskshift rotate replan`"] {
        assert!(told.stdout.contains(code), "{code}: {}", told.all());
    }
    for code in ["cost-differs", "bound-not-proven", "statement-differs", "office-days-too-few", "weekly-share-exceeded"] {
        assert!(!told.stdout.contains(code), "{code}: {}", told.all());
    }
    counter.rotate(&["replan", "--from", "2027-03-01"]).expect(0);
    counter.rotate(&["check"]).expect(0);
}

#[test]
fn a_pair_of_one_person_is_refused() {
    let pairs = "  pairs:\n    - {name: Auto, together: [\"1\", \"2001\"]}\n";
    let counter = counter("2027-03-01", ["1", "2"], pairs);
    let told = counter.rotate(&[]).expect(2);
    assert!(told.stderr.contains("roster/pair-named-twice") && told.stderr.contains("deskshift.yaml:"), "{}", told.all());
}

/// A PBX that nobody has read lacks nothing.
#[test]
fn a_site_of_lists_alone_is_told_so_once() {
    let counter = counter("2027-03-01", ["1", "2"], CAP);
    let plan = counter.plan();
    assert!(plan.all().matches("plan/pbx-not-read").count() == 1 && !plan.all().contains("plan/not-on-pbx"), "{}", plan.all());
}

#[test]
fn calendars_go_on_under_the_name_they_began_with_and_never_again_from_0() {
    let counter = counter("2027-03-01", ["1", "2"], CAP);
    counter.rotate(&[]).expect(0);
    let ids = || -> Vec<String> {
        let text = counter.read("out/roster/current/calendars/1.ics").replace("\r\n ", "");
        text.lines().filter(|line| line.starts_with("UID:")).map(ToOwned::to_owned).collect()
    };
    let before = ids();
    counter.edit("name: Stadt Höxtertal", "name: Stadt Höxtertal am Fluss");
    counter.rotate(&[]).expect(0);
    assert_eq!(ids(), before);
    std::fs::remove_file(counter.path().join("out/roster/current/issue.json")).unwrap();
    let told = counter.rotate(&["--seed", "2"]).expect(2);
    assert!(told.stderr.contains("roster/issue-damaged") && told.stderr.contains("--sequence ZAHL"), "{}", told.all());
    run(counter.path(), &["rotate", "export", "--even-if-broken", "--sequence", "7"]).expect(0);
    assert!(counter.read("out/roster/current/calendars/1.ics").contains("SEQUENCE:7"));
}

/// What `rotate` says of one more, `rotate explain` says too; and what a search has proven is the bound that is shown.
#[test]
fn figures_are_the_same_wherever_they_are_told() {
    let rules = "  resources:\n    vpn: {cap: 1}\n    notebooks: {cap: 1, users: without-own-notebook}\n";
    let counter = counter("2027-03-01", ["1", "2"], rules);
    let made = counter.rotate(&[]).expect(0);
    let more = |text: &str| text.lines().filter(|line| line.contains(" bei `")).map(ToOwned::to_owned).collect::<Vec<_>>();
    assert_eq!(more(&counter.rotate(&["explain"]).expect(0).stdout), more(&made.stdout));
    let last = made.stdout.lines().last().unwrap();
    let number = |after: &str| last.split(after).nth(1).and_then(|rest| rest.split([',', ' ']).next()).unwrap().to_owned();
    if last.starts_with("optimal") {
        assert_eq!(number("Kosten "), number("Schranke "), "{last}");
    }
    let checked = counter.rotate(&["check"]).expect(0);
    assert_eq!(checked.stdout.trim_end(), last.replace(", Startwert 1", ""));
}

/// A broken copy is not mended by making this site's roster again.
#[test]
fn a_broken_file_to_carry_over_from_is_told_with_its_own_remedy() {
    let counter = counter("2027-03-01", ["1", "2"], "  carry_over: {from: alt.json}\n");
    counter.write("alt.json", "{\"header\": ");
    let told = counter.rotate(&[]).expect(2);
    assert!(told.stderr.contains("alt.json") && told.stderr.contains("neu kopieren"), "{}", told.all());
}

/// What a small search proves is what is shown, on the screen, in JSON and by the check.
#[test]
fn a_proven_cost_is_the_bound() {
    let rules = "  resources:\n    vpn: {cap: 3}\n  pairs:\n    - {name: Auto, together: [\"1\", \"2\"]}\n    - {name: Vertretung, apart: [\"1\", \"2\"]}\n";
    let counter = counter("2027-03-01", ["1", "2"], rules);
    let made = counter.rotate(&[]).expect(0);
    let last = made.stdout.lines().last().unwrap();
    assert!(last.starts_with("optimal, Kosten ") && last.contains("(vollständige Suche), Lücke 0,00 %"), "{last}");
    let checked = counter.rotate(&["check"]).expect(0);
    assert_eq!(checked.stdout.trim_end(), last.replace(", Startwert 1", ""));
    let json: serde_json::Value =
        serde_json::from_str(&run(counter.path(), &["--json", "rotate", "--assume-ready"]).expect(0).stdout).unwrap();
    assert_eq!(json["figures"]["bound"], json["figures"]["cost"]);
}
