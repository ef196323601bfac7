//! The secret store as an age file: sealed with a passphrase, or to public keys.

use std::cell::OnceCell;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use age::secrecy::SecretString;
use age::{Decryptor, Encryptor, Identity, IdentityFile, Recipient, scrypt, x25519};
use zeroize::Zeroizing;

use super::super::{codes, files};
use crate::diag::{Finding, Place, Words};
use crate::domain::Secret;
use crate::policy::site::{AgeRules, PassphraseFrom};

/// How every age file begins.
const MARK: &[u8] = b"age-encryption.org/";
/// Cost of a passphrase, as a power of two: half a second on a small machine, and 64 MB.
const WORK: u8 = 16;
/// A file that asks for more was not made here.
const MAX_WORK: u8 = 20;

/// How the store of one site is sealed.
pub struct Vault<'a> {
    rules: Option<&'a AgeRules>,
    /// Where relative paths start.
    root: PathBuf,
    passphrase: OnceCell<SecretString>,
}

impl<'a> Vault<'a> {
    #[must_use]
    pub fn new(rules: Option<&'a AgeRules>, root: &Path) -> Self {
        Self { rules, root: root.to_owned(), passphrase: OnceCell::new() }
    }

    /// The bytes as they are written to `path`.
    pub(super) fn seal(&self, clear: Zeroizing<Vec<u8>>, path: &Path) -> Result<Zeroizing<Vec<u8>>, Box<Finding>> {
        let Some(rules) = self.rules else { return Ok(clear) };
        let recipients: Vec<Box<dyn Recipient>> = match rules {
            AgeRules::Passphrase(from) => {
                let mut recipient = scrypt::Recipient::new(self.passphrase(from)?);
                recipient.set_work_factor(WORK);
                vec![Box::new(recipient)]
            }
            AgeRules::Keys { recipients, .. } => recipients.iter().map(|key| public_key(key)).collect::<Result<_, _>>()?,
        };
        let broken = |error: &dyn std::fmt::Display| {
            sealed(path, format!("it cannot be encrypted: {error}"), format!("er lässt sich nicht verschlüsseln: {error}"))
        };
        let encryptor = Encryptor::with_recipients(recipients.iter().map(|recipient| &**recipient)).map_err(|e| broken(&e))?;
        let mut bytes = Vec::new();
        let mut writer = encryptor.wrap_output(&mut bytes).map_err(|e| broken(&e))?;
        writer.write_all(&clear).and_then(|()| writer.finish().map(drop)).map_err(|e| broken(&e))?;
        Ok(Zeroizing::new(bytes))
    }

    /// What was written, from the bytes of `path`. A store from the time before encryption was asked for is still read.
    pub(super) fn open(&self, bytes: Zeroizing<Vec<u8>>, path: &Path) -> Result<Zeroizing<Vec<u8>>, Box<Finding>> {
        if !bytes.starts_with(MARK) {
            return Ok(bytes);
        }
        let Some(rules) = self.rules else {
            return Err(sealed(
                path,
                "it is encrypted, and `secrets.age` does not say with what",
                "er ist verschlüsselt, und `secrets.age` sagt nicht, womit",
            ));
        };
        let identities: Vec<Box<dyn Identity>> = match rules {
            AgeRules::Passphrase(from) => {
                let mut identity = scrypt::Identity::new(self.passphrase(from)?);
                identity.set_max_work_factor(MAX_WORK);
                vec![Box::new(identity)]
            }
            AgeRules::Keys { identity, .. } => self.private_keys(identity)?,
        };
        let closed = |error: &dyn std::fmt::Display| {
            sealed(path, format!("it cannot be decrypted: {error}"), format!("er lässt sich nicht entschlüsseln: {error}"))
        };
        let decryptor = Decryptor::new_buffered(bytes.as_slice()).map_err(|e| closed(&e))?;
        let mut reader = decryptor.decrypt(identities.iter().map(|identity| &**identity)).map_err(|e| closed(&e))?;
        // Never longer than what it comes from, so that no copy stays behind where the buffer had to grow.
        let mut clear = Zeroizing::new(Vec::with_capacity(bytes.len()));
        reader.read_to_end(&mut clear).map_err(|e| closed(&e))?;
        Ok(clear)
    }

    fn passphrase(&self, from: &PassphraseFrom) -> Result<SecretString, Box<Finding>> {
        if let Some(known) = self.passphrase.get() {
            return Ok(known.clone());
        }
        let line = self.first_line(from, &no_passphrase)?;
        Ok(self.passphrase.get_or_init(|| SecretString::from(line.as_str().to_owned())).clone())
    }

    /// The secret that such a place holds: of a login at the PBX, for example. `none` says that there is none, with the reason.
    pub fn secret(&self, from: &PassphraseFrom, none: impl Fn(Words) -> Box<Finding>) -> Result<Secret, Box<Finding>> {
        Ok(Secret::new(self.first_line(from, &none)?.as_str()))
    }

    fn first_line(&self, from: &PassphraseFrom, none: &dyn Fn(Words) -> Box<Finding>) -> Result<Zeroizing<String>, Box<Finding>> {
        let text = match from {
            PassphraseFrom::File(name) => self.private_file(name)?,
            PassphraseFrom::Env(name) => Zeroizing::new(std::env::var(name).unwrap_or_default()),
            PassphraseFrom::Command(words) => output_of(words).map_err(none)?,
        };
        let line = text.lines().next().unwrap_or_default();
        if line.is_empty() {
            let (en, de) = match from {
                PassphraseFrom::File(name) => (format!("the file `{name}` is empty"), format!("die Datei `{name}` ist leer")),
                PassphraseFrom::Env(name) => {
                    (format!("the variable `{name}` is not set"), format!("die Variable `{name}` ist nicht gesetzt"))
                }
                PassphraseFrom::Command(words) => {
                    (format!("`{}` printed nothing", words[0]), format!("`{}` hat nichts ausgegeben", words[0]))
                }
            };
            return Err(none(Words::new(en, de)));
        }
        Ok(Zeroizing::new(line.to_owned()))
    }

    fn private_keys(&self, name: &str) -> Result<Vec<Box<dyn Identity>>, Box<Finding>> {
        let text = self.private_file(name)?;
        let path = self.root.join(name);
        let bad = || {
            let what = Words::new("this is no file of age identities", "das ist keine Datei mit age-Schlüsseln");
            Box::new(codes::SEALED.finding(Some(Place::file(path.display().to_string())), what))
        };
        let keys =
            IdentityFile::from_buffer(text.as_bytes()).and_then(|file| file.into_identities().map_err(std::io::Error::other));
        Ok(keys.map_err(|_| bad())?.into_iter().map(|key| -> Box<dyn Identity> { key }).collect())
    }

    /// A file that opens the store must be as private as the store.
    fn private_file(&self, name: &str) -> Result<Zeroizing<String>, Box<Finding>> {
        let path = self.root.join(name);
        let bytes = Zeroizing::new(files::read_private(&path, 65_536, || {
            Words::new(
                "others may read this file, which opens the passwords",
                "andere dürfen diese Datei lesen, die die Kennwörter öffnet",
            )
        })?);
        Ok(Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

fn output_of(words: &[String]) -> Result<Zeroizing<String>, Words> {
    let failed = |why: &dyn std::fmt::Display| {
        Words::new(format!("`{}` failed: {why}", words[0]), format!("`{}` ist gescheitert: {why}", words[0]))
    };
    let output = Command::new(&words[0])
        .args(&words[1..])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| failed(&e))?;
    let text = Zeroizing::new(String::from_utf8_lossy(&Zeroizing::new(output.stdout)).into_owned());
    if output.status.success() { Ok(text) } else { Err(failed(&output.status)) }
}

fn public_key(text: &str) -> Result<Box<dyn Recipient>, Box<Finding>> {
    let key: Result<x25519::Recipient, _> = text.parse();
    match key {
        Ok(key) => Ok(Box::new(key)),
        Err(why) => Err(Box::new(codes::SEALED.finding(
            None,
            Words::new(
                format!("`{text}` under `secrets.age.recipients` is no public key of age: {why}"),
                format!("`{text}` unter `secrets.age.recipients` ist kein öffentlicher Schlüssel von age: {why}"),
            ),
        ))),
    }
}

fn no_passphrase(why: Words) -> Box<Finding> {
    let what = Words::new(
        format!("no passphrase for the secret store: {}", why.en),
        format!("keine Passphrase für den Kennwortspeicher: {}", why.de),
    );
    Box::new(codes::SEALED.finding(None, what).todo(todo()))
}

fn sealed(path: &Path, en: impl std::fmt::Display, de: impl std::fmt::Display) -> Box<Finding> {
    let what =
        Words::new(format!("the secret store cannot be used: {en}"), format!("der Kennwortspeicher ist nicht brauchbar: {de}"));
    Box::new(codes::SEALED.finding(Some(Place::file(path.display().to_string())), what).todo(todo()))
}

fn todo() -> Words {
    Words::new("look at `secrets.age` in `deskshift.yaml`", "`secrets.age` in `deskshift.yaml` prüfen")
}
