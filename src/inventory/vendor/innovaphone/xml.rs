//! The export of the user objects: `<info><user …>` with devices, groups and pseudo types as children.

use super::super::gather::Gather;
use super::super::xml::{Element, children};
use super::apart::take_all;
use super::object::{Object, Titles};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Secrecy, kept, open_markup};

pub const FORMAT: Format = Format { name: "innovaphone/xml", class: Class::Pbx, recognise, read };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let text = sample.text.trim_start_matches('\u{feff}').trim_start();
    let users = text.contains("<user ") && text.contains("e164=\"");
    (text.starts_with('<') && users && (text.contains("<info") || text.contains("h323=\"")))
        .then(|| Likeness::new(94, "`<info>` with `<user … e164=…>`", "`<info>` mit `<user … e164=…>`"))
}

/// Attributes that are read.
const KNOWN: [&str; 9] = ["cn", "dn", "h323", "e164", "loc", "node", "email", "hide", "pwd"];

/// Those of the children.
const KNOWN_INSIDE: [&str; 5] = ["hw", "text", "name", "dyn", "type"];

fn read(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("innovaphone", given.plan);
    let Some(plain) = open_markup(&given.list, Secrecy::Secret, &mut gather.findings) else { return gather.finish(None) };
    let text = plain.text.strip_prefix('\u{feff}').unwrap_or(&plain.text);
    let mut objects = Vec::new();
    let ended = children(given.list.file, text, &mut |element| {
        if element.name == "user" {
            objects.push(object(element, &mut gather));
        } else {
            gather.unread(&format!("<{}>", element.name), || element.at.clone());
        }
    });
    take_all(objects, &Titles::OBJECT, &mut gather);
    if let Some(finding) = ended {
        gather.findings.push(finding);
    }
    let source = plain.source(FORMAT.name, 0);
    gather.finish(Some(source))
}

fn object(element: Element, gather: &mut Gather<'_>) -> Object {
    let mut object = Object {
        cn: element.get("cn"),
        dn: element.get("dn"),
        e164: element.get("e164"),
        h323: element.get("h323"),
        mail: element.get("email"),
        password: element.get("pwd"),
        site: element.get("loc"),
        node: element.get("node"),
        hidden: element.get("hide"),
        at: element.at.clone(),
        ..Object::default()
    };
    for (name, value) in &element.attributes {
        if !KNOWN.contains(&name.as_str()) {
            gather.unread(&format!("user {name}="), || value.at.clone());
            if object.extra.len() < kept::MOST {
                gather.beside(&mut object.extra, name, Some(value), true);
            }
        }
    }
    for child in &element.children {
        if ["device", "grp", "pseudo"].contains(&child.name.as_str()) {
            for (name, value) in child.attributes.iter().filter(|(name, _)| !KNOWN_INSIDE.contains(&name.as_str())) {
                gather.unread(&format!("{} {name}=", child.name), || value.at.clone());
            }
        }
        match child.name.as_str() {
            "device" => object.devices.extend(child.get("hw").map(|hardware| (hardware, child.get("text")))),
            "grp" => {
                let dynamic = child.get("dyn");
                gather.beside(&mut object.extra, "grp/dyn", dynamic.as_ref(), true);
                object.groups.extend(child.get("name").map(|name| (name, dynamic.is_some())));
            }
            "pseudo" => {
                object.pseudo = child.get("type");
                // Where a map or a group object leads.
                for inner in &child.children {
                    gather.unread(&format!("<pseudo><{}>", inner.name), || inner.at.clone());
                }
            }
            other => gather.unread(&format!("<{other}>"), || child.at.clone()),
        }
    }
    object
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{likeness, read, shown, survives, told};
    use super::*;

    const EXPORT: &str = include_str!("../../../../tests/formats/innovaphone-xml/users.xml");

    #[test]
    fn objects_with_devices_and_groups() {
        let reading = read(&FORMAT, EXPORT.as_bytes());
        assert_eq!(
            shown(&reading),
            "ext 101@haus1 Person Kröger, Hanna auth=kroeger.h Unavailable/0 mac=00:00:5e:00:53:21 beside=(grp/dyn: out; cn: Kröger Hanna; loc: haus1)\n\
             ext 399 Fax Telefax Einlauf auth=fax399 Present/10 beside=(loc: haus1; pseudo: map; hide: true)\n\
             ext 0 Trunk Amt beside=(h323: amt)\n\
             ext 102 Person Huber Anna auth=ah Unavailable/0 beside=(farbe: rot; loc: haus1)\n\
             ext 101@haus2 Unknown Zweiter beside=(loc: haus2)\n\
             ext 390 Door Tür auth=tuer Unavailable/0\n\
             person kroeger.h | Kröger | Hanna | ext=101@haus1 mail=h@amt.example login=kroeger.h dep=- at export:3:26\n\
             device 00:00:5e:00:53:21 DeskPhone - owner=kroeger.h beside=(text: Tischtelefon) [1:101 Normal]\n\
             device kroeger.h-softphone Softphone - owner=kroeger.h beside=(text: Softphone) [1:101 Normal]\n\
             device ip29-2-00-53-90 Analog Analog owner=- beside=(text: IP29) [1:390 Normal]\n\
             group NamedPickup Bauamt number=- -: 101\n\
             group NamedPickup schlange number=- dynamic: 101\n"
        );
        assert_eq!(
            told(&reading),
            "export:6:22 part-not-read: not read (6): `<kv>` (1), `<presence>` (1), `<pseudo><match>` (1), `grp mode=` (1), `object without e164` (1), `user farbe=` (1)\n\
             export:11:8 name-order-unknown: names whose last name is not told: 1, the first: `Huber Anna`; no persons were made of them\n"
        );
        assert_eq!(likeness(&FORMAT, EXPORT.as_bytes()), 94);
        survives(&FORMAT, EXPORT.as_bytes(), &["Geheim"]);
    }

    #[test]
    fn attributes_that_no_field_holds_are_kept() {
        let kept =
            |text: &str| read(&FORMAT, text.as_bytes()).extensions.iter().map(|entry| entry.extra.line()).collect::<Vec<_>>();
        let info = "<info><user cn=\"Huber\" e164=\"101\" h323=\"h\" farbe=\"rot\" pin=\"4711\" hinweis=\"Kennwort: x\"/></info>";
        assert_eq!(kept(info), ["farbe: rot"]);
        assert!(kept(EXPORT).iter().any(|line| line.starts_with("farbe: ")));
    }

    /// The PBX tells two objects apart, else the node; two at one PBX are a mistake.
    #[test]
    fn a_number_at_two_pbxs_is_two_extensions() {
        let user = |cn: &str, h323: &str, more: &str| {
            format!(
                "<user cn=\"{cn}\" h323=\"{h323}\" e164=\"101\" pwd=\"Geheim-{cn}\" {more}><device hw=\"{h323}-phone\"/></user>\n"
            )
        };
        let of = |users: &[String]| read(&FORMAT, format!("<info>\n{}</info>", users.concat()).as_bytes());
        let sites = of(&[
            user("Kröger, Hanna", "k", "loc=\"h1\""),
            user("Meier, Uwe", "k", "loc=\"h2\""),
            user("Meier, Ute", "m", "loc=\"h2\""),
        ]);
        let numbers = |reading: &Reading| reading.extensions.iter().map(|entry| entry.number.to_string()).collect::<Vec<_>>();
        assert_eq!(numbers(&sites), ["101@h1", "101@h2"]);
        assert_eq!(sites.people.len(), 2);
        assert_eq!(sites.secrets.iter().count(), 2, "two logins of one name");
        let lines: Vec<_> = sites.devices.iter().flat_map(|d| &d.lines).map(|line| line.partition.as_deref()).collect();
        assert_eq!(lines, [Some("h1"), Some("h2")]);
        assert_eq!(
            told(&sites),
            "export:2:26 login-at-two-sites: names in `h323` that several PBXs have: 1 (`k` (`h1`, `h2`)); nobody was joined by them\n\
             export:4:32 extension-listed-twice: extension `101` stands in the export twice under `h2`; the first one was used; otherwise \
             here: `cn`: `Meier, Ute`, `h323`: `m`, `pwd`, `device/hw`: `m-phone`\n"
        );
        let logins = |reading: &Reading| reading.people.iter().filter(|entry| entry.person.login.is_some()).count();
        let owners = |reading: &Reading| reading.devices.iter().filter(|device| device.owner.is_some()).count();
        assert_eq!((logins(&sites), owners(&sites)), (0, 0), "the name does not say whose they are");
        let apart = of(&[user("Kröger, Hanna", "k", "loc=\"h1\""), user("Meier, Uwe", "u", "loc=\"h2\"")]);
        assert_eq!((logins(&apart), owners(&apart), told(&apart).as_str()), (2, 2, ""));
        assert_eq!(numbers(&of(&[user("A", "a", "node=\"n1\""), user("B", "b", "node=\"n2\"")])), ["101@n1", "101@n2"]);
        assert_eq!(numbers(&of(&[user("A", "a", "loc=\"h1\""), user("B", "b", "")])), ["101"], "the second may be anywhere");
    }

    #[test]
    fn entities_of_the_file_are_refused() {
        let bomb = "<!DOCTYPE info [<!ENTITY a \"aaaa\">]>\n<info><user cn=\"&a;\" e164=\"101\" h323=\"x\"/></info>";
        let reading = read(&FORMAT, bomb.as_bytes());
        assert_eq!(shown(&reading), "");
        assert_eq!(told(&reading), "export:1:1 xml-export-refused: a document type is declared\n");
    }
}
