//! Desk phones that were registered before the lab started: `registered.tsv`.

use std::time::Duration;

use super::codes;
use super::pbx::Pbx;
use crate::diag::{Finding, Place, Words};
use crate::sip::uri::{SipUri, Uri};

/// One device of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    pub extension: String,
    pub contact: SipUri,
    pub user_agent: String,
    pub at: Place,
}

impl Phone {
    /// Registers it for a while: each phone for another, as in real life. False where there is no address of record for it.
    pub(super) fn occupy(&self, pbx: &mut Pbx, now: Duration) -> bool {
        let registrar = pbx.registrar();
        let number: u64 = self.extension.bytes().map(u64::from).fold(0, |sum, byte| sum * 31 + byte) % 600;
        // The address of record is the one the endpoint of that number names; else the one called like the number.
        let objects = registrar.objects();
        let endpoint = objects.endpoints.get(&self.extension);
        let aor = endpoint
            .and_then(|endpoint| endpoint.aors.iter().find(|aor| objects.aors.contains_key(*aor)))
            .map_or_else(|| self.extension.clone(), Clone::clone);
        registrar.occupy(&aor, self.contact.clone(), &self.user_agent, now + Duration::from_secs(3000 + number))
    }

    /// The finding for a phone that has no place in the lab.
    #[must_use]
    pub fn finding(&self) -> Finding {
        codes::BAD_REGISTERED
            .finding(
                Some(self.at.clone()),
                Words::new(
                    format!("extension {} has no address of record in the export", self.extension),
                    format!("Nebenstelle {} hat im Export kein Anmeldeziel (AOR)", self.extension),
                ),
            )
            .about(self.extension.as_str())
            .todo(Words::new("remove the line, or mend the export", "die Zeile streichen oder den Export berichtigen"))
    }
}

/// Reads the list: a header line, then extension, contact and user agent separated by tabs.
#[must_use]
pub fn parse(file: &str, text: &str) -> (Vec<Phone>, Vec<Finding>) {
    let (mut phones, mut findings) = (Vec::new(), Vec::new());
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') || line.starts_with("extension\t") {
            continue;
        }
        let at = Place::at(file, u32::try_from(index + 1).unwrap_or(u32::MAX), 1);
        let mut cells = line.split('\t').map(str::trim);
        let (extension, contact, agent) = (cells.next().unwrap_or_default(), cells.next(), cells.next().unwrap_or_default());
        match contact.unwrap_or_default().parse() {
            Ok(Uri::Sip(contact)) if !extension.is_empty() => {
                phones.push(Phone { extension: extension.to_owned(), contact, user_agent: agent.to_owned(), at });
            }
            _ => findings.push(
                codes::BAD_REGISTERED
                    .finding(
                        Some(at),
                        Words::new("not `extension, contact address, user agent`", "nicht `Nebenstelle, Kontaktadresse, Gerät`"),
                    )
                    .todo(Words::new(
                        "write for example `2001`, a tab, `sip:2001@192.0.2.1:5060`, a tab, the phone's name",
                        "zum Beispiel `2001`, Tabulator, `sip:2001@192.0.2.1:5060`, Tabulator, Name des Telefons schreiben",
                    )),
            ),
        }
    }
    (phones, findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_lines_are_phones_and_bad_ones_findings() {
        let text = "extension\tcontact\tuser_agent\r\n0100\tsip:0100@198.51.100.1:5060\tTischtelefon 3\r\n\n\
                    2001\ttel:2001\tX\n2002\n\tsip:a@b\tX\n2003\tsip:2003@198.51.100.2\n";
        let (phones, findings) = parse("registered.tsv", text);
        assert_eq!(phones.iter().map(|p| p.extension.as_str()).collect::<Vec<_>>(), ["0100", "2003"]);
        assert_eq!(phones[0].user_agent, "Tischtelefon 3");
        let lines: Vec<u32> = findings.iter().filter_map(|f| f.place.as_ref()).map(Place::line).collect();
        assert_eq!(lines, [4, 5, 6]);
        assert!(findings.iter().all(|f| f.code == codes::BAD_REGISTERED.code() && f.todo.is_some()));
    }
}
