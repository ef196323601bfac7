use super::*;
use crate::random::Random;

fn plan() -> Numbers {
    Numbers::new("49", "89", "99998").lengths([3, 4])
}

/// `E.164|extension`, several joined by a blank; remarks after it.
fn shown(cell: &NumberCell) -> String {
    let mut words: Vec<String> = cell
        .numbers
        .iter()
        .map(|number| match number {
            Number::Internal { extension, e164 } => format!("{}|{extension}", e164.as_deref().unwrap_or("-")),
            Number::Attendant { e164 } => format!("{}|attendant", e164.as_deref().unwrap_or("-")),
            Number::Mobile { e164 } => format!("{e164}|mobile"),
            Number::Outside { e164 } => format!("{e164}|outside"),
        })
        .collect();
    words.extend(cell.remarks.iter().map(|remark| format!("{remark:?}")));
    words.join(" ")
}

#[test]
fn the_notations_of_german_lists() {
    let vectors = [
        ("089 99998-101", "+498999998101|101"),
        ("089/99998101", "+498999998101|101"),
        ("(089) 99 998 - 101", "+498999998101|101"),
        ("(089) 99 998 - 0202", "+4989999980202|0202"),
        ("+49 (0)89 99998-0202", "+4989999980202|0202 TrunkZeroDropped"),
        ("+49 89 99998-0202", "+4989999980202|0202"),
        ("+49 089 99998-0202", "+4989999980202|0202 TrunkZeroDropped"),
        ("0049 89 999980202", "+4989999980202|0202"),
        ("0049 (0) 89 99998-101", "+498999998101|101 TrunkZeroDropped"),
        ("99998-101", "+498999998101|101"),
        ("-101", "+498999998101|101"),
        ("101", "+498999998101|101"),
        ("0201", "+4989999980201|0201"),
        ("DW 101", "+498999998101|101"),
        ("tel:+49-89-99998-143", "+498999998143|143"),
        ("tel:+49-89-99998;ext=142", "+498999998142|142"),
        ("tel:+49-89-99998-143;ext=143", "+498999998143|143"),
        ("tel:101;0171 1234567", "+498999998101|101 +491711234567|mobile Several"),
        ("tel:143;phone-context=+49-89-99998", "+498999998143|143"),
        ("+49 89 99998-144 x144", "+498999998144|144"),
        ("089 99998 x144", "+498999998144|144"),
        ("101 o 102", "+498999998101|101 +498999998102|102 Several"),
        ("DW: 101", "+498999998101|101"),
        ("App. 101", "+498999998101|101"),
        ("Tel. 089 99998-101", "+498999998101|101"),
        ("101 (vormittags)", "+498999998101|101"),
        ("0 089 99998-101", "+498999998101|101 OutsidePrefixRemoved"),
        ("008999998101", "+498999998101|101 OutsidePrefixRemoved"),
        ("8999998101", "+498999998101|101 LeadingZeroMissing"),
        ("498999998101", "+498999998101|101 PlusMissing"),
        ("089 99998\u{2013}102", "+498999998102|102 OddCharacters"),
        ("089\u{a0}99998\u{2011}102", "+498999998102|102 OddCharacters"),
        ("\u{ff11}\u{ff10}\u{ff11}", "+498999998101|101 OddCharacters"),
        ("101/102", "+498999998101|101 +498999998102|102 Several"),
        ("101 + 102", "+498999998101|101 +498999998102|102 Several"),
        ("101, 102", "+498999998101|101 +498999998102|102 Several"),
        ("101; 102", "+498999998101|101 +498999998102|102 Several"),
        ("101 und 102", "+498999998101|101 +498999998102|102 Several"),
        ("-0", "+4989999980|attendant"),
        ("0", "+4989999980|attendant"),
        ("Zentrale", "+4989999980|attendant"),
        ("089 99998-0", "+4989999980|attendant"),
        ("0152 28817386", "+4915228817386|mobile"),
        ("+49 152 28817386", "+4915228817386|mobile"),
        ("030 23125000", "+493023125000|outside OtherSite"),
        ("+43 1 2345678", "+4312345678|outside OtherSite"),
        ("", ""),
        ("-", ""),
        ("intern", ""),
        ("k.A.", ""),
        ("10", "+49899999810|10 MaybeZeroLost"),
        ("20101", "+49899999820101|20101 LengthNotInPlan"),
        ("089 99998-90201", "+49899999890201|90201 LengthNotInPlan"),
    ];
    for (input, expected) in vectors {
        match read(input, &plan()) {
            Ok(cell) => {
                assert_eq!(shown(&cell), expected, "{input:?}");
            }
            Err(error) => panic!("{input:?}: {error:?}"),
        }
    }
}

#[test]
fn what_must_not_be_guessed() {
    let vectors = [
        ("4,98999998101E+12", NumberError::DigitsLost),
        ("5.34E+03", NumberError::DigitsLost),
        ("101-105", NumberError::AmbiguousRange),
        ("101 bis 105", NumberError::AmbiguousRange),
        ("110", NumberError::ServiceNumber),
        ("112", NumberError::ServiceNumber),
        ("115", NumberError::ServiceNumber),
        ("116117", NumberError::ServiceNumber),
        ("Müller", NumberError::NotANumber),
        ("101a", NumberError::NotANumber),
        ("O89 99998-101", NumberError::NotANumber),
        ("1O1", NumberError::NotANumber),
        ("12345678901234567890123", NumberError::TooLong),
        ("+49 89 99998 12345678901", NumberError::TooLong),
        ("089999981234567890", NumberError::TooLong),
        ("*97", NumberError::NotANumber),
    ];
    for (input, expected) in vectors {
        assert_eq!(read(input, &plan()), Err(expected), "{input:?}");
    }
}

#[test]
fn a_plan_with_area_and_extension_lengths_that_overlap() {
    let plan = Numbers::new("49", "861", "58").lengths([4]);
    for (input, expected) in [
        ("0861-58-2001", "+49861582001|2001"),
        ("0861 58-2001", "+49861582001|2001"),
        ("58-2001", "+49861582001|2001"),
        ("0861/582001", "+49861582001|2001"),
        ("2001/2002", "+49861582001|2001 +49861582002|2002 Several"),
        ("+49 (0)861/58-2001 / -2002", "+49861582001|2001 +49861582002|2002 TrunkZeroDropped Several"),
        ("0861 58-2001, -2002, -2003", "+49861582001|2001 +49861582002|2002 +49861582003|2003 Several"),
        ("201", "+4986158201|201 MaybeZeroLost"),
    ] {
        assert_eq!(read(input, &plan).map(|cell| shown(&cell)), Ok(expected.to_owned()), "{input:?}");
    }
}

#[test]
fn an_empty_plan_still_reads_extensions() {
    assert_eq!(read("2001", &Numbers::default()).map(|cell| shown(&cell)), Ok("-|2001".to_owned()));
}

#[test]
fn no_text_makes_the_reader_panic() {
    let mut random = Random(7);
    let alphabet: Vec<char> = "0123456789+-/(),;. eEDWbisund\u{2013}\u{a0}\u{ff11}ü".chars().collect();
    for _ in 0..5000 {
        let text: String = (0..random.below(23)).map(|_| alphabet[random.below(alphabet.len())]).collect();
        let _ = read(&text, &plan());
    }
}

/// Every row of the table of notations: head number 99998 of area 89, blocks 100 to 9999, outside prefix 0.
#[test]
fn the_table_of_notations_and_what_comes_of_each() {
    let plan = Numbers { blocks: vec![Block { from: "100".into(), to: "9999".into() }], did_equals_extension: true, ..plan() };
    let good = [
        ("089 99998-101", "+498999998101|101"),
        ("089/99998101", "+498999998101|101"),
        ("(089) 99 998 - 101", "+498999998101|101"),
        ("+49 (0)89 99998-0202", "+4989999980202|0202 TrunkZeroDropped"),
        ("0049 89 999980202", "+4989999980202|0202"),
        ("99998-101", "+498999998101|101"),
        ("-101", "+498999998101|101"),
        ("101", "+498999998101|101"),
        ("DW 101", "+498999998101|101"),
        ("App. 101", "+498999998101|101"),
        ("0 089 99998-101", "+498999998101|101 OutsidePrefixRemoved"),
        ("8999998101", "+498999998101|101 LeadingZeroMissing"),
        ("089 99998\u{2013}102", "+498999998102|102 OddCharacters"),
        ("089 99998\u{2011}102", "+498999998102|102 OddCharacters"),
        ("089\u{a0}99998-102", "+498999998102|102 OddCharacters"),
        ("101/102", "+498999998101|101 +498999998102|102 Several"),
        ("101 + 102", "+498999998101|101 +498999998102|102 Several"),
        ("101, 102", "+498999998101|101 +498999998102|102 Several"),
        ("-0", "+4989999980|attendant"),
        ("Zentrale", "+4989999980|attendant"),
        ("0152 28817386", "+4915228817386|mobile"),
        ("030 23125000", "+493023125000|outside OtherSite"),
    ];
    for (input, expected) in good {
        assert_eq!(read(input, &plan).map(|cell| shown(&cell)), Ok(expected.to_owned()), "{input:?}");
    }
    let refused = [
        ("4,98999998101E+12", NumberError::DigitsLost),
        ("101-105", NumberError::AmbiguousRange),
        ("110", NumberError::ServiceNumber),
        ("112", NumberError::ServiceNumber),
        ("115", NumberError::ServiceNumber),
    ];
    for (input, expected) in refused {
        assert_eq!(read(input, &plan), Err(expected), "{input:?}");
    }
}

#[test]
fn a_service_number_is_no_extension_in_whatever_notation() {
    for input in ["110", "DW 112", "-115", "116117", "089 99998-110", "+49 89 99998-112", "99998-115", "116 111", "19222"] {
        assert_eq!(read(input, &plan()), Err(NumberError::ServiceNumber), "{input}");
    }
    assert!(!is_service("1100") && !is_service("0110"));
}

#[test]
fn behind_the_digit_for_an_outside_line_a_service_number_stays_one() {
    let three = Numbers { extension_lengths: vec![3], ..plan() };
    for input in ["0112", "0110", "0 112", "0116117", "112-0", "110 0"] {
        assert_eq!(read(input, &three), Err(NumberError::ServiceNumber), "{input}");
    }
    // Extensions of four digits may begin with a zero; this one is theirs only where a block says so.
    for input in ["0112", "089 99998-0112", "DW 0112"] {
        assert_eq!(read(input, &plan()), Err(NumberError::ServiceNumber), "{input}");
        let block = crate::policy::site::Block { from: "0100".into(), to: "8999".into() };
        assert!(read(input, &Numbers { blocks: vec![block], ..plan() }).is_ok(), "{input}");
    }
    assert_eq!(read("0116117", &plan()), Err(NumberError::ServiceNumber));
}

#[test]
fn a_service_number_stays_one_behind_every_code_that_a_telephone_may_dial() {
    for prefix in ["0", "9", ""] {
        let plan = Numbers { outside_prefix: prefix.into(), ..plan() };
        for input in [
            "00112",
            "0 0112",
            "00 110",
            "+49110",
            "+49 112",
            "0049112",
            "0049 110",
            "+49 (0)112",
            "+49 19222",
            "089 112",
            "089 19222",
            "+49 89 112",
            "0049 89 115",
            "000112",
            "0 089 112",
            "DW 00112",
        ] {
            assert_eq!(read(input, &plan), Err(NumberError::ServiceNumber), "{prefix:?} {input}");
        }
        assert_eq!(read("0112", &Numbers { extension_lengths: vec![4], ..plan.clone() }), Err(NumberError::ServiceNumber));
        // Another town's, another country's, and longer numbers are none.
        for input in ["030 11223344", "+43 1 112112", "089 1120000"] {
            assert!(read(input, &plan).is_ok(), "{prefix:?} {input}");
        }
    }
    for (prefix, input) in [("9", "9112"), ("9", "9 0112"), ("9", "99110"), ("9", "9 0049 112")] {
        let plan = Numbers { outside_prefix: prefix.into(), ..plan() };
        assert_eq!(read(input, &plan), Err(NumberError::ServiceNumber), "{input}");
    }
}

#[test]
fn a_label_between_two_numbers_joins_only_head_and_suffix() {
    for (input, expected) in
        [("089 99998 App. 101", "101"), ("Tel. +49 89 99998, DW 101", "101"), ("101 DW", "101"), ("DW: 101", "101")]
    {
        let read = read(input, &plan()).unwrap_or_else(|error| panic!("{input}: {error:?}"));
        assert!(
            matches!(&read.numbers[..], [.., Number::Internal { extension, .. }] if extension.as_str() == expected),
            "{input}: {read:?}"
        );
    }
    for input in ["+49 89 99998-103 ext. 5", "089 99998-101 App. 12", "101 App. 12"] {
        assert_eq!(read(input, &plan()), Err(NumberError::AmbiguousRange), "{input}");
    }
}

#[test]
fn an_extension_in_groups_has_the_length_of_the_plan() {
    let plan = Numbers { extension_lengths: vec![4], ..plan() };
    for input in ["20 01", "(2001)", "2.001"] {
        let read = read(input, &plan).expect("a number");
        assert!(matches!(&read.numbers[..], [Number::Internal { extension, .. }] if extension.as_str() == "2001"), "{input}");
        assert!(!read.remarks.contains(&Remark::LengthNotInPlan), "{input}");
    }
}

#[test]
fn two_extensions_with_a_blank_are_two() {
    let plan = Numbers { extension_lengths: vec![3, 4], ..plan() };
    for (input, count) in [("101 102", 2), ("20 01", 1), ("101 1", 1), ("089 99998 101", 1)] {
        assert_eq!(read(input, &plan).map(|read| read.numbers.len()), Ok(count), "{input}");
    }
}

/// Three head numbers, one of them in another town.
fn three() -> Numbers {
    use crate::policy::site::NumberSite;
    let block = |from: &str, to: &str| vec![Block { from: from.into(), to: to.into() }];
    let site = |name: &str, area: &str, head: &str, blocks, lengths| NumberSite {
        name: name.into(),
        area: area.into(),
        head: head.into(),
        blocks,
        extension_lengths: lengths,
        did_equals_extension: true,
    };
    Numbers {
        blocks: block("100", "399"),
        sites: vec![
            site("Außenstelle", "8621", "58", block("4000", "4999"), vec![4]),
            site("Werkhof", "89", "999981", block("500", "599"), vec![3]),
        ],
        ..plan()
    }
}

#[test]
fn several_head_numbers() {
    for (input, expected) in [
        ("089 99998-101", "+498999998101|101"),
        ("08621 58-4001", "+498621584001|4001"),
        ("58-4001", "+498621584001|4001"),
        ("4001", "+498621584001|4001"),
        ("0 08621 584001", "+498621584001|4001 OutsidePrefixRemoved"),
        ("8621584001", "+498621584001|4001 LeadingZeroMissing"),
        ("08621 58-0", "+498621580|attendant"),
        // The head number whose blocks hold the rest.
        ("089 999981-501", "+4989999981501|501"),
        ("501", "+4989999981501|501"),
        // In no block: the main site's.
        ("777", "+498999998777|777"),
        ("08621 58-401", "+49862158401|401 LengthNotInPlan"),
    ] {
        assert_eq!(read(input, &three()).map(|cell| shown(&cell)), Ok(expected.to_owned()), "{input:?}");
    }
}

#[test]
fn numbers_for_people_are_grouped_by_function() {
    let plan = three();
    for (number, abroad, here) in [
        ("+498999998101", "+49 89 99998-101", "089 99998-101"),
        ("+498621584001", "+49 8621 58-4001", "08621 58-4001"),
        ("+4989999981501", "+49 89 999981-501", "089 999981-501"),
        ("+4989999980", "+49 89 99998-0", "089 99998-0"),
        ("+4915228817386", "+49 1522 8817386", "01522 8817386"),
        ("+4917112345678", "+49 171 12345678", "0171 12345678"),
        ("+493023125000", "+49 3023125000", "03023125000"),
        ("+4312345678", "+4312345678", "+4312345678"),
        ("_99998XXXX", "_99998XXXX", "_99998XXXX"),
        ("+", "+", "+"),
        ("", "", ""),
    ] {
        assert_eq!(shown::international(number, &plan), abroad, "{number}");
        assert_eq!(shown::national(number, &plan), here, "{number}");
    }
    let of = |number: &str| shown::of_extension(&number.parse().unwrap(), &plan);
    assert_eq!(of("101").as_deref(), Some("089 99998-101"));
    assert_eq!(of("4001").as_deref(), Some("08621 58-4001"));
    assert_eq!(shown::of_extension(&"101".parse().unwrap(), &Numbers::default()), None);
}

#[test]
fn what_people_read_is_read_back() {
    let plan = three();
    for extension in ["101", "399", "4001", "501"] {
        let extension: Extension = extension.parse().unwrap();
        let full = e164(&extension, &plan).unwrap();
        for text in [shown::international(&full, &plan), shown::national(&full, &plan)] {
            let expected = vec![Number::Internal { extension: extension.clone(), e164: Some(full.clone()) }];
            assert_eq!(read(&text, &plan).unwrap().numbers, expected, "{text}");
        }
    }
}

#[test]
fn direct_numbers_are_derived_where_the_plan_says_so() {
    use crate::diag::{Place, Words};
    use crate::inventory::model::{Did, DidTarget, ExtensionEntry, ExtensionKind, Inventory};
    let entry = |number: &str, kind| {
        Box::new(ExtensionEntry::new(number.parse().unwrap(), kind, Words::new("x", "x"), Place::at("pjsip.conf", 7, 1)))
    };
    let mut inventory = Inventory {
        extensions: vec![
            entry("101", ExtensionKind::Person),
            entry("110", ExtensionKind::Person),
            entry("300", ExtensionKind::Person),
            entry("301", ExtensionKind::Trunk),
            entry("4001", ExtensionKind::Fax),
            entry("777", ExtensionKind::Person),
        ],
        dids: vec![Did {
            number: "+4989999985".into(),
            prefix: false,
            target: DidTarget::Extension("300".parse().unwrap()),
            at: Place::at("dids.csv", 2, 1),
        }],
        ..Inventory::default()
    };
    let plan = Numbers { did_equals_extension: true, ..three() };
    direct::derive(&mut inventory, &plan);
    let numbers: Vec<&str> = inventory.dids.iter().map(|did| did.number.as_str()).collect();
    // 110 is a service number, 300 has one, 301 is a trunk, 777 is outside of every block.
    assert_eq!(numbers, ["+498621584001", "+498999998101", "+4989999985"]);
    let once = inventory.clone();
    direct::derive(&mut inventory, &plan);
    assert_eq!(inventory, once);
    let mut without = Inventory { extensions: inventory.extensions.clone(), ..Inventory::default() };
    direct::derive(&mut without, &Numbers { sites: vec![], ..three() });
    assert_eq!(without.dids, []);
}

#[test]
fn decimals_and_a_second_number_in_brackets_are_not_run_together() {
    let plan = plan();
    for text in ["301.0", "301,00", "112.0", "0102,0"] {
        assert_eq!(read(text, &plan).unwrap_err(), NumberError::NotANumber, "{text}");
    }
    for text in ["302 (303)", "104(105)"] {
        assert_eq!(read(text, &plan).unwrap_err(), NumberError::AmbiguousRange, "{text}");
    }
    for text in ["12.05.2024", "03. Jan", "2024-05-12"] {
        assert_eq!(read(text, &plan).unwrap_err(), NumberError::Date, "{text}");
    }
    for text in ["208 (Handy 0171 1234567)", "208 (+49 171 1234567)", "DW 208 (mobil: 0171/1234567)"] {
        assert_eq!(
            read(text, &plan).map(|cell| shown(&cell)),
            Ok("+498999998208|208 +491711234567|mobile Several".to_owned()),
            "{text}"
        );
    }
    // Punctuation of whole numbers is none of that.
    assert!(read("301", &plan).is_ok());
}

proptest::proptest! {
    /// A number that only blanks and hyphens group takes a shorter way, which must end where the long one does.
    #[test]
    fn a_number_with_its_country_code_is_read_alike_with_and_without_a_label(rest in "(49 ?89[ -]?99998|49|43|1)[0-9 -]{0,9}") {
        let plan = plan();
        proptest::prop_assert_eq!(read(&format!("+{rest}"), &plan), read(&format!("Tel. +{rest}"), &plan));
    }
}
