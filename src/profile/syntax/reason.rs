//! Why a value cannot be written.

use crate::diag::Words;

/// A value that a client cannot hold. Never carries the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Control,
    NotUnicode,
    Quote,
    Backslash,
    BackslashAtEnd,
    LeadingBlank,
    TrailingBlank,
    InnerBlank,
    /// `;name=` inside a value, which the client takes for a parameter.
    Parameter,
    /// More bytes than the client holds.
    TooLong(usize),
    Empty,
    /// Other characters than those of a host or user name.
    NotAName,
    NoParameters,
    Apostrophe,
    /// Both kinds of quotes and a blank: no quotes are left to stand around the value.
    BothQuotes,
    /// `#` in front.
    Comment,
    /// Stands for something else in this place, such as `%NULL%`.
    Reserved,
    /// A character that people can neither see nor type.
    Hidden,
    NotAscii,
    /// Seconds that are no whole minutes.
    NotMinutes,
    /// A domain that is not the registrar's host, for a client that has no setting for it.
    NotTheHost,
    /// The file is the same for all lines.
    NoValues,
}

impl Reason {
    #[must_use]
    pub fn words(self) -> Words {
        let (en, de) = match self {
            Self::Control => (
                "it contains a control character, such as a tab or line break",
                "er enthält ein Steuerzeichen, etwa einen Tabulator oder Zeilenumbruch",
            ),
            Self::NotUnicode => ("it contains a character that XML forbids", "er enthält ein Zeichen, das XML verbietet"),
            Self::Quote => (
                "it contains a `\"`, which the client has no way to escape",
                "er enthält ein `\"`, das sich für das Programm nicht maskieren lässt",
            ),
            Self::Backslash => (
                "it contains a `\\`, which the client sends unescaped",
                "er enthält ein `\\`, das das Programm unmaskiert sendet",
            ),
            Self::BackslashAtEnd => (
                "it ends with `\\`, which the client takes as escaping the closing quote",
                "er endet mit `\\`, womit das Programm das schließende Anführungszeichen maskiert",
            ),
            Self::LeadingBlank => {
                ("it starts with a blank, which the client drops", "er beginnt mit einem Leerzeichen, das das Programm weglässt")
            }
            Self::TrailingBlank => {
                ("it ends with a blank, which the client drops", "er endet mit einem Leerzeichen, das das Programm weglässt")
            }
            Self::InnerBlank => (
                "it contains a blank, where the client's line ends",
                "er enthält ein Leerzeichen, an dem der Wert für das Programm endet",
            ),
            Self::Parameter => (
                "it contains `;name=`, which the client takes for a setting of its own",
                "er enthält `;name=`, was das Programm für eine eigene Einstellung hält",
            ),
            Self::TooLong(most) => {
                return Words::new(
                    format!("it is longer than the {most} bytes the client holds"),
                    format!("er ist länger als die {most} Byte, die das Programm fasst"),
                );
            }
            Self::Empty => ("it is empty", "er ist leer"),
            Self::NotAName => (
                "it contains characters that may not stand in a SIP address",
                "er enthält Zeichen, die in einer SIP-Adresse nicht stehen dürfen",
            ),
            Self::NoParameters => (
                "the template writes a parameter where the file has none",
                "die Vorlage schreibt einen Parameter, wo die Datei keinen kennt",
            ),
            Self::Apostrophe => {
                ("it contains a `'`, which ends it in this place", "er enthält ein `'`, an dem er hier für das Programm endet")
            }
            Self::BothQuotes => (
                "it contains both `\"` and `'`, and the client knows no other quotes",
                "er enthält `\"` und `'`, und andere Anführungszeichen kennt das Programm nicht",
            ),
            Self::Comment => (
                "it starts with `#`, where the client sees a comment",
                "er beginnt mit `#`, was das Programm für einen Kommentar hält",
            ),
            Self::Reserved => (
                "it is a word by which the client resets or deletes the setting",
                "er ist ein Wort, mit dem das Programm die Einstellung löscht",
            ),
            Self::Hidden => (
                "it contains a character that nobody can see or type",
                "er enthält ein Zeichen, das niemand sehen oder tippen kann",
            ),
            Self::NotAscii => ("it contains a character beyond ASCII", "er enthält ein Zeichen außerhalb von ASCII"),
            Self::NotMinutes => (
                "the client counts in minutes, and these seconds are no whole number of them",
                "das Programm zählt in Minuten, und diese Sekunden ergeben keine ganze Zahl davon",
            ),
            Self::NotTheHost => (
                "it is another name than the registrar's host, and the client has no setting of its own for it",
                "er ist ein anderer Name als der Rechner des Registrars, und das Programm kennt dafür keine eigene Einstellung",
            ),
            Self::NoValues => (
                "the template writes a value into a file that is the same for all lines",
                "die Vorlage schreibt einen Wert in eine Datei, die für alle Anschlüsse gleich ist",
            ),
        };
        Words::new(en, de)
    }
}
