//! Files with few columns, or with their columns in another order, are known for what they are.

use super::*;

fn best(text: &str) -> Option<(&'static str, u8)> {
    recognise("x.csv", text.as_bytes()).first().map(|(format, likeness)| (format.name, likeness.score))
}

#[test]
fn few_and_moved_columns_are_known() {
    for (text, name) in [
        ("extension,name,tech,secret,dial\n101,Anna,pjsip,x,PJSIP/101\n", "freepbx/bulk"),
        ("dial,secret,tech,name,extension\nPJSIP/101,x,pjsip,Anna,101\n", "freepbx/bulk"),
        ("extension,destination,description\n08615810,\"ext-group,600,1\",x\n", "freepbx/dids"),
        ("User Extension,Display Name,Secret\n101,Anna,x\n", "issabel/batch"),
        ("extension,password,description,enabled\n101,x,Anna,true\n", "fusionpbx/extensions"),
        ("password,effective_caller_id_name,extension\nx,Anna,101\n", "fusionpbx/extensions"),
        ("device_label,device_mac_address\nAnna,00005e005301\n", "fusionpbx/devices"),
        ("destination_number,destination_actions\n0861580,transfer:101\n", "fusionpbx/destinations"),
        ("firstname,lastname,exten\nAnna,Huber,101\n", "wazo/users"),
        ("sip_secret,exten,firstname\nx,101,Anna\n", "wazo/users"),
        ("Number,AuthID,AuthPassword\n101,a1,x\n", "3cx/extensions"),
        ("AuthPassword,LastName,FirstName,Number\nx,Huber,Anna,101\n", "3cx/extensions"),
        ("Number,FirstName,LastName,EmailAddress,Role\n101,Anna,Huber,a@x.example,user\n", "3cx/extensions"),
        ("Extension Number,First Name,Registration Password\n101,Anna,x\n", "yeastar/extensions"),
        ("Enable Voicemail,Extension Number,Last Name,First Name,User Role\nyes,101,Huber,Anna,x\n", "yeastar/extensions"),
        ("Template,Extension,MAC Address,Model,Label\nx,101,00:00:5e:00:53:01,T46,Anna\n", "yeastar/phones"),
        ("Interne Nummer;Name;Vorname;Typ;Benutzername\n101;Huber;Anna;User;ah\n", "starface/teamsip"),
        ("Name;MSN;Interne Nummer\nHuber;1;101\n", "starface/teamsip"),
        ("#first_name;alias;password\nAnna;101;x\n", "vodia/accounts"),
        ("#alias;password\n101;x\n", "vodia/accounts"),
        ("&e164;&cn\n101;Huber\n", "innovaphone/csv"),
        ("number;hardwareID;longName\n101;;Huber\n", "innovaphone/csv"),
        ("Number,IPEI,Long Name,Password\n101,00000 0000001,Anna,x\n", "ip-dect/handsets"),
        ("Directory Number 1,Device Name\n101,SEP00005E005301\n", "cisco/bat-phones"),
        ("Owner User ID,Device Pool,Device Name\nah,DP,SEP00005E005301\n", "cisco/bat-phones"),
        ("PRIMARY EXTENSION,LAST NAME,USER ID\n101,Huber,ah\n", "cisco/bat-users"),
        ("phone_model,internal_number,name\n7841,101,Huber\n", "cisco/survey"),
        ("Ab1,HuntGroup_number\n101,500\n", "cisco/survey"),
        ("telephoneNumber,sn,DN\n101,Huber,\"CN=Huber,DC=x\"\n", "directory/csvde"),
        ("DN,sn,telephoneNumber\n\"CN=Huber,DC=x\",Huber,101\n", "directory/csvde"),
        ("telephoneNumber,SamAccountName\n101,ah\n", "directory/powershell"),
        // Lists of people stay lists of people.
        ("Name;Vorname;Durchwahl\nHuber;Anna;101\n", "staff/list"),
        ("First Name,Last Name,Extension Number,Department\nAnna,Huber,101,IT\n", "staff/list"),
        ("Firstname,Lastname,Phone Number,Mobile Phone Number\nAnna,Huber,101,1\n", "staff/list"),
        ("Name,Extension,User,Password\nHuber,101,ah,x\n", "staff/list"),
        ("Inventarnummer;Seriennummer;MAC\nA1;S1;00:00:5e:00:53:01\n", "devices/list"),
        ("Hersteller;Modell;MAC\nYealink;T46;00:00:5e:00:53:01\n", "devices/list"),
    ] {
        let found = best(text);
        assert!(found.is_some_and(|(found, score)| found == name && score >= ENOUGH), "{name}: {found:?}\n{text}");
    }
}

/// What was read into accounts keeps its password, whatever the order of the columns.
#[test]
fn passwords_of_short_exports_are_kept() {
    for text in [
        "extension,name,tech,secret,dial\n101,Anna,pjsip,kV3x99Lq,PJSIP/101\n",
        "Secret,User Extension,Display Name\nkV3x99Lq,101,Anna\n",
        "extension,password,description,enabled\n101,kV3x99Lq,Anna,true\n",
        "sip_secret,exten,sip_username,firstname\nkV3x99Lq,101,a1,Anna\n",
        "AuthPassword,LastName,FirstName,Number,AuthID\nkV3x99Lq,Huber,Anna,101,a1\n",
        "Registration Password,Extension Number,First Name,Registration Name\nkV3x99Lq,101,Anna,a1\n",
        "#first_name;alias;password\nAnna;101;kV3x99Lq\n",
        "&e164;&cn;&h323;&pwd\n101;Huber;ah;kV3x99Lq\n",
        "Number,IPEI,Long Name,Password\n101,00000 0000001,Anna,kV3x99Lq\n",
    ] {
        let (format, _) = recognise("x.csv", text.as_bytes()).remove(0);
        let files = crate::inventory::asterisk::files::MemoryFiles::new();
        let plan = Numbers::new("49", "861", "58").lengths([3]);
        let reading = (format.read)(&Given { list: ListFile::new("x.csv", text.as_bytes()), plan: &plan, files: &files });
        assert_eq!((reading.extensions.len(), reading.secrets.len()), (1, 1), "{} {text}\n{:?}", format.name, reading.findings);
    }
}

#[test]
fn the_limits_of_the_site_hold_for_databases_prints_and_phones() {
    let dump = "insert into subscriber (username,domain,ha1) values\n('101','x',''),('102','x',''),('103','x','');\n";
    let table = "username(string) domain(string) ha1(string)\n101:x::\n102:x::\n103:x::\n";
    let print = "ADD-SBCSU:STNO=2001,OPT=OPTI,DVCFIG=OPTISET;\nADD-SBCSU:STNO=2002,OPT=OPTI,DVCFIG=OPTISET;\n\
        ADD-SBCSU:STNO=2003,OPT=OPTI,DVCFIG=OPTISET;\n";
    let phone = "account.1.user_name = 101\naccount.1.auth_name = 101\naccount.1.enable = 1\n";
    let files = crate::inventory::asterisk::files::MemoryFiles::new();
    let plan = Numbers::new("49", "861", "58").lengths([3, 4]);
    for (name, text, all, few) in [
        ("kamailio/sql", dump, 3, 2),
        ("kamailio/dbtext", table, 3, 2),
        ("hipath/amo", print, 3, 2),
        // A phone's file is refused whole.
        ("phone/yealink", phone, 1, 0),
    ] {
        let format = by_name(name).expect("a format");
        let within = |limits: Limits| {
            let list = ListFile { limits, ..ListFile::new("x", text.as_bytes()) };
            let reading = (format.read)(&Given { list, plan: &plan, files: &files });
            let told = reading.findings.iter().find(|finding| finding.code.as_str() == "inventory/list-too-large");
            let hint = told.map(|told| told.todo.as_ref().map(|todo| todo.en.to_string()).unwrap_or_default());
            (reading.extensions.len(), hint)
        };
        assert_eq!(within(Limits::default()), (all, None), "{name}");
        let (count, hint) = within(Limits { rows: 2, file_mb: None });
        assert_eq!(count, few, "{name}");
        assert!(hint.as_ref().is_some_and(|hint| hint.contains("limits: {rows")), "{name}: {hint:?}");
        let (count, hint) = within(Limits { rows: 100, file_mb: Some(0) });
        assert_eq!(count, 0, "{name}");
        assert!(hint.is_some_and(|hint| hint.contains("limits: {")), "{name}");
    }
}
