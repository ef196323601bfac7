//! Rows of a list to devices, each checked against those before it.

use std::collections::BTreeMap;

use super::codes;
use super::columns::DeviceField;
use crate::diag::{CodePage, Place, Words};
use crate::domain::Mac;
use crate::inventory::kind::fold;
use crate::inventory::model::{Device, DeviceKind, DeviceLine, Extra, Ring, Sourced};
use crate::inventory::numbers::{self, Number};
use crate::inventory::staff;
use crate::inventory::table::kept::Kept;
use crate::inventory::table::{self, Cell, Collector, Columns, Nature, Row, Table, Tally};
use crate::policy::site::Numbers;

/// What is remembered from row to row, over all sheets of a file.
pub(in crate::inventory) struct Rows<'a> {
    plan: &'a Numbers,
    devices: Vec<Device>,
    labels: BTreeMap<String, usize>,
    /// Devices whose rows have no label at all, by index.
    unlabelled: Vec<usize>,
    serials: BTreeMap<String, usize>,
    macs: BTreeMap<Mac, usize>,
    ids: BTreeMap<String, usize>,
    /// What the rooms of the sheet look like.
    rooms: staff::RoomForms,
    placeholders: Tally,
    /// As the sheet writes them, by column.
    titles: BTreeMap<usize, String>,
    /// Values that no field holds.
    known: (Kept, Option<Place>),
}

impl<'a> Rows<'a> {
    pub(in crate::inventory) fn new(plan: &'a Numbers) -> Self {
        Self {
            plan,
            devices: Vec::new(),
            labels: BTreeMap::new(),
            unlabelled: Vec::new(),
            serials: BTreeMap::new(),
            macs: BTreeMap::new(),
            ids: BTreeMap::new(),
            rooms: staff::RoomForms::default(),
            placeholders: Tally::default(),
            titles: BTreeMap::new(),
            known: (Kept::default(), None),
        }
    }

    /// In the order of the rows; labels that are built unlike all others are told.
    pub(in crate::inventory) fn finish(self, findings: &mut Collector) -> Vec<Device> {
        odd_labels(&self.devices, findings);
        findings.extend(without_label(&self.devices, &self.unlabelled));
        findings.extend(self.placeholders.tell(&table::codes::PLACEHOLDER, |count, example| {
            Words::new(
                format!("placeholders instead of a key, read as empty: {count}, the first: `{example}`"),
                format!("Platzhalter statt eines Schlüssels, als leer gelesen: {count}, der erste: `{example}`"),
            )
        }));
        if let (kept, Some(first)) = self.known
            && let Some(words) = kept.known_told()
        {
            findings.push(table::codes::COLUMN_UNUSED.finding(Some(first), words));
        }
        self.devices
    }

    /// Before the rows of a sheet.
    pub(in crate::inventory) fn begin(&mut self, table: &Table, fields: &[(DeviceField, usize)]) {
        let rooms = fields.iter().find(|(field, _)| *field == DeviceField::Room).map(|(_, column)| *column);
        self.rooms = rooms.map(|column| staff::RoomForms::of(table, column)).unwrap_or_default();
    }

    /// The titles of the columns, for what no field holds.
    pub(in crate::inventory) fn titled(&mut self, columns: &Columns<'_>, fields: &[(DeviceField, usize)]) {
        self.titles = fields.iter().map(|(_, column)| (*column, columns.title(*column).to_owned())).collect();
    }

    /// Keeps what no field holds of some columns.
    fn beside(&mut self, table: &Table, row: &Row, columns: impl Iterator<Item = usize>, extra: &mut Extra) {
        for column in columns {
            let told = |cell: &&Cell| table::is_placeholder(cell.text.trim()) || cell.nature == Nature::Error;
            let Some(cell) = row.get(column).filter(|cell| !table::is_nothing(&cell.text) && !told(cell)) else { continue };
            let cell = Sourced::new(cell.text.trim().to_owned(), table.place_of(cell));
            self.known.1.get_or_insert_with(|| cell.at.clone());
            let title = self.titles.get(&column).cloned().unwrap_or_else(|| format!("column {}", column + 1));
            self.known.0.known(&title, &cell, extra);
        }
    }

    /// Reads one row; of several columns with one field the first that is filled counts, the others are kept beside it.
    pub(in crate::inventory) fn add(
        &mut self,
        table: &Table,
        row: &Row,
        fields: &[(DeviceField, usize)],
        mut extra: Extra,
        findings: &mut Collector,
    ) {
        let mut used: Vec<usize> = Vec::new();
        let placeholders = &mut self.placeholders;
        let mut cell = |wanted: DeviceField| {
            let key = matches!(
                wanted,
                DeviceField::Label | DeviceField::Serial | DeviceField::Mac | DeviceField::Owner | DeviceField::Room
            );
            let mut of = fields.iter().filter(|(field, _)| *field == wanted).map(|(_, column)| *column);
            of.find_map(|column| {
                let cell = value(table, row, column, findings)?;
                // Zeros in the form of an address are told as one.
                let address = wanted == DeviceField::Mac && staff::mac(&cell.value).is_some();
                if key && !address && table::is_placeholder(&cell.value) {
                    placeholders.add(|| cell.at, || cell.value);
                    return None;
                }
                used.push(column);
                Some(cell)
            })
        };
        let (label, serial, mac) = (cell(DeviceField::Label), cell(DeviceField::Serial), cell(DeviceField::Mac));
        let (model, vendor) = (cell(DeviceField::Model), cell(DeviceField::Vendor));
        let (kind, name, owner) = (cell(DeviceField::Kind), cell(DeviceField::Name), cell(DeviceField::Owner));
        let (building, room) = (cell(DeviceField::Building), cell(DeviceField::Room));
        let (delivered, number, seen) = (cell(DeviceField::Delivered), cell(DeviceField::Number), cell(DeviceField::LastSeen));
        let nature = fields
            .iter()
            .filter(|(field, _)| *field == DeviceField::Room)
            .filter_map(|(_, column)| row.get(*column))
            .find(|cell| room.as_ref().is_some_and(|room| room.at == table.place_of(cell)))
            .map(|cell| cell.nature.clone())
            .unwrap_or_default();
        let at = table.place_of_row(row);
        if mac.is_none() && staff::is_footer_row(row) {
            findings.push(staff::footer_row(row, table));
            return;
        }
        if label.is_none() && serial.is_none() && mac.is_none() {
            findings.push(nameless(row, at));
            return;
        }
        let serial = serial.filter(|serial| whole(serial, findings));
        let blank = label.is_none();
        let label = label.filter(|label| whole(label, findings));
        let mac = mac.and_then(|mac| address(&mac, findings));
        let Some(id) = mac
            .as_ref()
            .map(|mac| mac.value.to_string())
            .or_else(|| label.as_ref().or(serial.as_ref()).map(|key| key.value.clone()))
        else {
            return;
        };
        if self.same_again(label.as_ref(), serial.as_ref(), mac.as_ref(), &at, findings) {
            return;
        }
        let mut others: Vec<usize> = fields.iter().map(|(_, column)| *column).filter(|column| !used.contains(column)).collect();
        let at_column = |wanted| used.iter().copied().filter(move |column| fields.contains(&(wanted, *column)));
        if room.is_none() {
            others.extend(at_column(DeviceField::Building));
        }
        // One word that is a kind says no more than the kind.
        let plain =
            |text: &Sourced<String>| !text.value.contains(' ') && kind_of([&kind, &None, &None, &None]) != DeviceKind::Unknown;
        if kind.as_ref().is_some_and(|text| !plain(text)) {
            others.extend(at_column(DeviceField::Kind));
        }
        self.beside(table, row, others.into_iter(), &mut extra);
        let mut device = Device::new(self.free_id(id), kind_of([&kind, &model, &vendor, &name]), at);
        if let Some(room) = room.and_then(|room| staff::typed_room(&nature, room, &self.rooms, findings)) {
            let text = building.map_or_else(|| room.value.clone(), |building| format!("{} / {}", building.value, room.value));
            device.room = text.parse().ok().map(|text| Sourced::new(text, room.at));
        }
        device.delivered = delivered.map(|day| delivery(day, findings));
        (device.last_seen, device.extra) = (seen, extra);
        device.lines = number.map(|number| self.line(number)).into_iter().collect();
        (device.label, device.serial, device.mac) = (label, serial, mac);
        (device.model, device.vendor, device.name, device.owner) = (model, vendor, name, owner);
        if blank {
            self.unlabelled.push(self.devices.len());
        }
        self.devices.push(device);
    }

    /// Tells what stands twice. True where the whole device does, so that it is not listed again.
    fn same_again(
        &mut self,
        label: Option<&Sourced<String>>,
        serial: Option<&Sourced<String>>,
        mac: Option<&Sourced<Mac>>,
        at: &Place,
        findings: &mut Collector,
    ) -> bool {
        let next = self.devices.len();
        let mut seen = Vec::new();
        let mut known = 0;
        if let Some(label) = label {
            known += 1;
            let first = *self.labels.entry(fold(&label.value)).or_insert(next);
            seen.push((&codes::LABEL_TWICE, "label", "Etikett", label.value.clone(), label.at.clone(), first));
        }
        if let Some(serial) = serial {
            known += 1;
            let first = *self.serials.entry(fold(&serial.value)).or_insert(next);
            seen.push((&codes::SERIAL_TWICE, "serial number", "Seriennummer", serial.value.clone(), serial.at.clone(), first));
        }
        if let Some(mac) = mac {
            known += 1;
            let first = *self.macs.entry(mac.value.clone()).or_insert(next);
            seen.push((&codes::MAC_TWICE, "MAC address", "MAC-Adresse", mac.value.to_string(), mac.at.clone(), first));
        }
        seen.retain(|(.., first)| *first != next);
        let Some((.., one)) = seen.first() else { return false };
        let one = *one;
        let first = &self.devices[one];
        let keys = usize::from(first.label.is_some()) + usize::from(first.serial.is_some()) + usize::from(first.mac.is_some());
        if seen.len() == known && known == keys && seen.iter().all(|(.., at)| *at == one) {
            let id = &first.id;
            findings.push(
                codes::DEVICE_TWICE
                    .finding(
                        Some(at.clone()),
                        Words::new(
                            format!("the device `{id}` stands in the list twice; the first row was used"),
                            format!("das Gerät `{id}` steht zweimal in der Liste; verwendet wurde die erste Zeile"),
                        ),
                    )
                    .about(id)
                    .related(first.at.clone(), Words::new("first here", "zuerst hier")),
            );
            return true;
        }
        for (page, en, de, value, at, first) in seen {
            let page: &CodePage = page;
            findings.push(
                page.finding(
                    Some(at),
                    Words::new(
                        format!("{en} `{value}` stands at two devices; both were kept"),
                        format!("{de} `{value}` steht bei zwei Geräten; beide wurden übernommen"),
                    ),
                )
                .about(&value)
                .related(self.devices[first].at.clone(), Words::new("first here", "zuerst hier")),
            );
        }
        false
    }

    fn free_id(&mut self, id: String) -> String {
        let count = self.ids.entry(id.clone()).or_default();
        *count += 1;
        if *count == 1 { id } else { format!("{id}#{count}") }
    }

    fn line(&self, number: Sourced<String>) -> DeviceLine {
        let extension = numbers::read(&number.value, self.plan).ok().and_then(|cell| match cell.numbers.as_slice() {
            [Number::Internal { extension, .. }] => Some(extension.clone()),
            _ => None,
        });
        DeviceLine { index: 1, number, partition: None, extension, label: None, ring: Ring::Normal, shared: false }
    }
}

/// The cell of a list; nothing where it is empty, says that there is nothing, or holds an error, which is told.
pub(in crate::inventory) fn value(table: &Table, row: &Row, column: usize, findings: &mut Collector) -> Option<Sourced<String>> {
    let cell = row.get(column)?;
    if cell.nature == Nature::Error {
        let shown = &cell.text;
        findings.push(table::codes::CELL_ERROR.finding(
            Some(table.place_of(cell)),
            Words::new(
                format!("`{shown}` instead of a value; read as empty"),
                format!("`{shown}` statt eines Werts; gilt als leer"),
            ),
        ));
        return None;
    }
    table::blanks::tell(table, cell, findings);
    let text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!table::is_nothing(&text)).then(|| Sourced::new(text, table.place_of(cell)))
}

/// From so many labels on one form is the rule, and what share of them must have it.
const LABELS: usize = 20;
const SHARE: usize = 95;

/// Letters as `A`, digits as `9`.
fn form(text: &str) -> String {
    let sign = |c: char| {
        if c.is_ascii_digit() {
            '9'
        } else if c.is_alphabetic() {
            'A'
        } else {
            c
        }
    };
    text.chars().map(sign).collect()
}

fn odd_labels(devices: &[Device], findings: &mut Collector) {
    let labels = || devices.iter().filter_map(|device| device.label.as_ref());
    let mut forms: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for label in labels() {
        forms.entry(form(&label.value)).or_insert((0, label.value.as_str())).0 += 1;
    }
    let all = labels().count();
    let Some((usual, (count, example))) = forms.iter().max_by_key(|(_, (count, _))| *count) else { return };
    if all < LABELS || count * 100 < all * SHARE {
        return;
    }
    let others = count - 1;
    for label in labels().filter(|label| form(&label.value) != *usual) {
        let value = &label.value;
        findings.push(
            codes::LABEL_ODD
                .finding(
                    Some(label.at.clone()),
                    Words::new(
                        format!("label `{value}` is not built like `{example}` and {others} others"),
                        format!("Etikett `{value}` ist anders gebaut als `{example}` und {others} weitere"),
                    ),
                )
                .about(value),
        );
    }
}

/// Devices without a label in a list that has one for most: told once. One that a spreadsheet has spoilt is told at its cell.
fn without_label(devices: &[Device], unlabelled: &[usize]) -> Option<crate::diag::Finding> {
    let labelled = devices.iter().filter(|device| device.label.is_some()).count();
    let (first, count) = (devices.get(*unlabelled.first()?)?, unlabelled.len());
    if labelled <= count {
        return None;
    }
    let id = &first.id;
    let finding = codes::LABEL_MISSING
        .finding(
            Some(first.at.clone()),
            Words::new(
                format!("devices without a label in a list that has labels: {count}, the first: `{id}`"),
                format!("Geräte ohne Etikett in einer Liste mit Etiketten: {count}, das erste: `{id}`"),
            ),
        )
        .about(id)
        .todo(Words::new("fill in the label", "das Etikett ergänzen"));
    Some(finding)
}

/// Whether one cell of the row is filled and no other.
fn alone(row: &Row) -> bool {
    row.cells.iter().filter(|cell| !cell.text.trim().is_empty()).count() == 1
}

fn nameless(row: &Row, at: Place) -> crate::diag::Finding {
    if alone(row) {
        let words = Words::new("a remark and no device; left out", "eine Anmerkung und kein Gerät; ausgelassen");
        return staff::codes::REMARK_ROW.finding(Some(at), words);
    }
    codes::DEVICE_NAMELESS
        .finding(
            Some(at),
            Words::new(
                "the row has neither label nor serial number nor MAC address; it was not used",
                "die Zeile hat weder Etikett noch Seriennummer noch MAC-Adresse; sie wurde nicht verwendet",
            ),
        )
        .todo(Words::new("fill in one of them or remove the row", "eine der Angaben ergänzen oder die Zeile entfernen"))
}

/// Whether a spreadsheet has left the digits alone: `4,98E+12` has lost them.
fn whole(cell: &Sourced<String>, findings: &mut Collector) -> bool {
    let value = &cell.value;
    let damaged = value.split_once(['E', 'e']).is_some_and(|(digits, power)| {
        digits.contains([',', '.'])
            && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
            && power.strip_prefix('+').is_some_and(|power| !power.is_empty() && power.bytes().all(|b| b.is_ascii_digit()))
    });
    if damaged {
        findings.push(
            staff::codes::DIGITS_LOST
                .finding(
                    Some(cell.at.clone()),
                    Words::new(
                        format!("`{value}` lost digits in a spreadsheet; left out"),
                        format!("`{value}` hat in einer Tabellenkalkulation Ziffern verloren; ausgelassen"),
                    ),
                )
                .todo(Words::new(
                    "format the column as text and read the device again",
                    "die Spalte als Text formatieren und das Gerät neu ablesen",
                )),
        );
    }
    !damaged
}

fn address(cell: &Sourced<String>, findings: &mut Collector) -> Option<Sourced<Mac>> {
    let text = &cell.value;
    let Some(mac) = staff::mac(text) else {
        findings.push(staff::no_mac(text, cell.at.clone()));
        return None;
    };
    let first = u8::from_str_radix(&mac.as_str()[..2], 16).unwrap_or(0);
    let same = mac.as_str().split(':').all(|pair| pair == &mac.as_str()[..2]);
    let (en, de) = if same {
        ("a placeholder", "ein Platzhalter")
    } else if first & 1 != 0 {
        ("a group address, which no device has", "eine Gruppenadresse, die kein Gerät hat")
    } else if first & 2 != 0 {
        (
            "locally administered: made up by a program, not by the manufacturer",
            "lokal vergeben: von einem Programm, nicht vom Hersteller",
        )
    } else {
        return Some(Sourced::new(mac, cell.at.clone()));
    };
    let left_out = same || first & 1 != 0;
    let (en_end, de_end) = if left_out { ("left out", "ausgelassen") } else { ("used", "verwendet") };
    findings.push(
        codes::MAC_LOCAL.finding(
            Some(cell.at.clone()),
            Words::new(format!("`{mac}` is {en}; {en_end}"), format!("`{mac}` ist {de}; {de_end}")),
        ),
    );
    (!left_out).then(|| Sourced::new(mac, cell.at.clone()))
}

/// The day as ISO 8601; what is no date stays as written.
fn delivery(day: Sourced<String>, findings: &mut Collector) -> Sourced<String> {
    if let Some(iso) = date(&day.value) {
        return Sourced::new(iso, day.at);
    }
    let value = &day.value;
    findings.push(codes::DATE_UNCLEAR.finding(
        Some(day.at.clone()),
        Words::new(
            format!("`{value}` is no date; kept as written"),
            format!("`{value}` ist kein Datum; übernommen, wie es dasteht"),
        ),
    ));
    day
}

/// `16.03.2020`, `16.3.20`, `2020-03-16`, each with a time behind it or not.
#[must_use]
pub(in crate::inventory) fn date(text: &str) -> Option<String> {
    let text = text.split([' ', 'T']).next()?;
    let iso: Vec<&str> = text.split('-').collect();
    let german: Vec<&str> = text.split('.').collect();
    let (y, m, d) = match (iso.as_slice(), german.as_slice()) {
        ([y, m, d], _) if y.len() == 4 => (*y, *m, *d),
        (_, [d, m, y]) if matches!(y.len(), 2 | 4) => (*y, *m, *d),
        _ => return None,
    };
    let year: i16 = y.parse().ok()?;
    let year = if y.len() == 2 { year + 2000 } else { year };
    let day = jiff::civil::Date::new(year, m.parse().ok()?, d.parse().ok()?).ok()?;
    Some(day.to_string())
}

/// By words of the kind, the model, the vendor and the name, in this order.
fn kind_of(texts: [&Option<Sourced<String>>; 4]) -> DeviceKind {
    const WORDS: &[(DeviceKind, &[&str])] = &[
        (
            DeviceKind::Notebook,
            &["notebook", "laptop", "thinkpad", "latitude", "elitebook", "probook", "lifebook", "macbook", "travelmate"],
        ),
        (DeviceKind::ThinClient, &["thinclient", "thin client", "igel", "futro"]),
        (DeviceKind::Dect, &["dect"]),
        (DeviceKind::Door, &["tuer", "door"]),
        (DeviceKind::Softphone, &["softphone", "jabber"]),
        (DeviceKind::Fax, &["fax"]),
        (DeviceKind::Gateway, &["gateway"]),
        (DeviceKind::Analog, &["analog", "adapter", " ata"]),
        (
            DeviceKind::DeskPhone,
            &["telefon", "phone", "snom", "yealink", "openstage", "optipoint", "tischapparat", "grandstream"],
        ),
    ];
    let found = texts.into_iter().flatten().find_map(|text| {
        let text = fold(&text.value);
        WORDS.iter().find(|(_, words)| words.iter().any(|word| text.contains(word))).map(|(kind, _)| *kind)
    });
    found.unwrap_or(DeviceKind::Unknown)
}
