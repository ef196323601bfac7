//! `deskshift rotate day`: who is where on one day, for VPN and PBX groups.

use jiff::civil::Date;

use super::job::Job;
use crate::cli::{Context, ExitStatus, Failure, Format, say};
use crate::diag::{Finding, Lang, Words, visible};
use crate::domain::Place;
use crate::inventory::model::Person;
use crate::output::counted;
use crate::roster::model::{Roster, slot_on};
use crate::roster::wording;
use crate::store::document::{self, ROSTER};

#[derive(Debug, Clone, Copy, clap::Args)]
pub struct DayArgs {
    /// The day; today where not given
    #[arg(value_name = "DAY", value_parser = crate::cli::dates::day)]
    pub day: Option<Date>,
    /// Those who are there
    #[arg(long, value_enum, default_value_t = CliPlace::Home)]
    pub place: CliPlace,
    /// Only this of each person, one in a line: for scripts that fill groups
    #[arg(long, value_enum)]
    pub only: Option<Field>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum CliPlace {
    Home,
    Office,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Field {
    Id,
    Login,
    Mail,
    Extension,
}

impl Field {
    fn of(self, person: &Person) -> Option<String> {
        match self {
            Self::Id => Some(person.id.to_string()),
            Self::Login => person.login.as_ref().map(|login| login.value.clone()),
            Self::Mail => person.mail.as_ref().map(|mail| mail.value.clone()),
            Self::Extension => person.extension.as_ref().map(|number| number.value.to_string()),
        }
    }

    fn words(self) -> Words {
        match self {
            Self::Id => Words::new("id", "Kennung"),
            Self::Login => Words::new("login", "Anmeldename"),
            Self::Mail => Words::new("mail address", "Mailadresse"),
            Self::Extension => Words::new("extension", "Nebenstelle"),
        }
    }
}

pub fn run(job: &Job<'_>, args: DayArgs, context: &Context, lang: Lang) -> Result<ExitStatus, Failure> {
    let usage = |finding: Finding| Failure { findings: vec![finding], status: ExitStatus::Usage };
    let roster = document::read::<Roster>(&job.folder.roster(), ROSTER).map_err(|finding| usage(*finding))?.0.body;
    let day = args.day.unwrap_or_else(|| jiff::Zoned::now().date());
    let Some(at) = roster.days.iter().position(|known| *known == day) else {
        return Err(usage(super::no_such_day(&roster, day)));
    };
    let place = match args.place {
        CliPlace::Home => Place::Home,
        CliPlace::Office => Place::Office,
    };
    let there = |person: &&Person| roster.rows.iter().any(|row| row.person == person.id && row.places.get(at) == Some(&place));
    let people: Vec<&Person> = job.stored.inventory.people().filter(there).collect();
    if let Some(field) = args.only {
        let lacking = people.iter().filter(|person| field.of(person).is_none()).count();
        if lacking > 0 {
            let words = field.words();
            super::talk(
                lang,
                &format!("without {}: {}", words.en, counted(lacking, "person", "people")),
                &format!("ohne {}: {}", words.de, counted(lacking, "Person", "Personen")),
            );
        }
    }
    say(&match (context.format, args.only) {
        (Format::Json, _) => json(day, place, &people, &roster),
        (Format::Human, Some(field)) => {
            people.iter().filter_map(|person| field.of(person)).map(|value| visible(&value).into_owned() + "\n").collect()
        }
        (Format::Human, None) => human(day, place, &people, &roster, lang),
    });
    Ok(ExitStatus::Done)
}

fn human(day: Date, place: Place, people: &[&Person], roster: &Roster, lang: Lang) -> String {
    let date = wording::day(day);
    let n = people.len();
    let mut text = match (lang, place) {
        (Lang::En, Place::Home) => format!("{}: {n} at home\n", date.en),
        (Lang::En, _) => format!("{}: {n} in the office\n", date.en),
        (Lang::De, Place::Home) => format!("{}: {n} zu Hause\n", date.de),
        (Lang::De, _) => format!("{}: {n} im Büro\n", date.de),
    };
    for person in people {
        let about = [Field::Extension, Field::Login].map(|field| field.of(person).unwrap_or_else(|| "–".to_owned()));
        let department = person.department.as_ref().map_or("", |department| department.value.as_str());
        let slot = slot_on(&roster.slots, &person.id, day).map_or_else(String::new, |slot| format!(", {slot}"));
        let line = format!("  {} {}, {}, {}, {department}{slot}", person.id, person.listed_name(), about[0], about[1]);
        text.push_str(&visible(&line));
        text.push('\n');
    }
    text
}

fn json(day: Date, place: Place, people: &[&Person], roster: &Roster) -> String {
    let people: Vec<_> = (people.iter())
        .map(|person| {
            serde_json::json!({
                "id": person.id, "name": person.listed_name(), "extension": Field::Extension.of(person),
                "login": Field::Login.of(person), "mail": Field::Mail.of(person),
                "slot": slot_on(&roster.slots, &person.id, day),
                "department": person.department.as_ref().map(|department| department.value.as_str()),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::json!({"day": day, "place": place, "people": people}))
}
