//! Old or new, never a mixture, and nobody else's file.

use super::*;
use crate::store::lock;

fn entry(path: &str, text: &str, secret: bool) -> Item {
    Item { path: path.into(), bytes: text.into(), mode: if secret { 0o600 } else { 0o644 } }
}

fn set(text: &str) -> Vec<Item> {
    let mut entries: Vec<Item> =
        (0..40).map(|n| entry(&format!("lines/{n}/twinkle/twinkle.cfg"), &format!("{text}{n}"), true)).collect();
    entries.push(entry("pbx/pjsip.deskshift.conf", text, false));
    entries
}

fn write_in(out: &Path, items: Vec<Item>) -> Result<Generation, Box<Finding>> {
    let _lock = lock::take(out, "convert")?;
    write(out, &items)
}

/// Every file below the folder the pointer shows, with its bytes and mode.
fn in_force(out: &Path) -> std::collections::BTreeMap<String, (Vec<u8>, u32)> {
    fn walk(folder: &Path, prefix: &str, found: &mut std::collections::BTreeMap<String, (Vec<u8>, u32)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let meta = entry.metadata().unwrap();
            if meta.is_dir() {
                assert_eq!(meta.permissions().mode() & 0o777, 0o700, "{name}");
                walk(&entry.path(), &format!("{name}/"), found);
            } else {
                found.insert(name, (fs::read(entry.path()).unwrap(), meta.permissions().mode() & 0o777));
            }
        }
    }
    let mut found = std::collections::BTreeMap::new();
    walk(&out.join(POINTER), "", &mut found);
    found
}

fn names(out: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(out).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_same_files_give_the_same_name_and_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = write_in(one.path(), set("a")).unwrap();
    let mut reversed = set("a");
    reversed.reverse();
    let second = write_in(two.path(), reversed).unwrap();
    assert_eq!(first.name, second.name);
    assert_eq!(in_force(one.path()), in_force(two.path()));
    assert!(first.new);
    let again = write_in(one.path(), set("a")).unwrap();
    assert_eq!((again.new, again.name.as_str()), (false, first.name.as_str()));
    assert_eq!(names(one.path()), [".lock", POINTER, first.name.as_str()]);
    let files = in_force(one.path());
    assert_eq!(files["lines/7/twinkle/twinkle.cfg"], (b"a7".to_vec(), 0o600));
    assert_eq!(files["pbx/pjsip.deskshift.conf"].1, 0o644);
}

#[test]
fn the_predecessor_stays_and_older_ones_go() {
    let out = tempfile::tempdir().unwrap();
    let a = write_in(out.path(), set("a")).unwrap().name;
    let b = write_in(out.path(), set("b")).unwrap().name;
    let c = write_in(out.path(), set("c")).unwrap().name;
    let mut expected = vec![".lock".to_owned(), POINTER.to_owned(), b.clone(), c];
    expected.sort();
    assert_eq!(names(out.path()), expected);
    assert!(!out.path().join(a).exists());
    assert_eq!(write_in(out.path(), set("b")).unwrap(), Generation { path: out.path().join(&b), name: b, new: true });
}

#[test]
fn a_failure_leaves_the_old_generation_in_force_and_no_litter() {
    let out = tempfile::tempdir().unwrap();
    write_in(out.path(), set("old")).unwrap();
    let (before, listed) = (in_force(out.path()), names(out.path()));
    let mut too_long = set("new");
    too_long.push(entry(&"x".repeat(300), "y", false));
    let mut clash = set("new");
    clash.push(entry("pbx/pjsip.deskshift.conf/x", "y", false));
    let mut twice = set("new");
    twice.push(entry("pbx/pjsip.deskshift.conf", "y", false));
    for entries in [too_long, clash, twice, vec![entry("../x", "y", false)], vec![entry("a//b", "y", false)]] {
        assert_eq!(write_in(out.path(), entries).unwrap_err().code, codes::UNWRITABLE.code());
        assert_eq!(in_force(out.path()), before);
        assert_eq!(names(out.path()), listed);
    }
}

#[test]
fn unfinished_work_is_swept_without_following_links() {
    let out = tempfile::tempdir().unwrap();
    let victim = tempfile::tempdir().unwrap();
    fs::write(victim.path().join("precious"), "x").unwrap();
    fs::create_dir_all(out.path().join(".gen-0123456789abcdef/lines")).unwrap();
    fs::write(out.path().join(".gen-0123456789abcdef/lines/half"), "half").unwrap();
    symlink(victim.path(), out.path().join(".gen-link")).unwrap();
    symlink("nowhere", out.path().join(".gen-pointer")).unwrap();
    let published = write_in(out.path(), set("a")).unwrap();
    assert_eq!(names(out.path()), [".lock", POINTER, published.name.as_str()]);
    assert!(victim.path().join("precious").exists());
}

#[test]
fn planted_things_are_refused() {
    let out = tempfile::tempdir().unwrap();
    let victim = tempfile::tempdir().unwrap();
    fs::create_dir(out.path().join(POINTER)).unwrap();
    assert_eq!(write_in(out.path(), set("a")).unwrap_err().code, codes::PLANTED.code());
    fs::remove_dir(out.path().join(POINTER)).unwrap();

    let name = write_in(out.path(), set("a")).unwrap().name;
    fs::remove_dir_all(out.path().join(&name)).unwrap();
    symlink(victim.path(), out.path().join(&name)).unwrap();
    assert_eq!(write_in(out.path(), set("a")).unwrap_err().code, codes::PLANTED.code());
    assert_eq!(fs::read_dir(victim.path()).unwrap().count(), 0);

    let fresh = tempfile::tempdir().unwrap();
    fs::write(victim.path().join("v"), "untouched").unwrap();
    symlink(victim.path().join("v"), fresh.path().join(".lock")).unwrap();
    assert_eq!(write_in(fresh.path(), set("a")).unwrap_err().code, codes::PLANTED.code());
    assert_eq!(fs::read(victim.path().join("v")).unwrap(), b"untouched");
}

#[test]
fn a_damaged_generation_is_written_again() {
    let out = tempfile::tempdir().unwrap();
    let name = write_in(out.path(), set("a")).unwrap().name;
    let good = in_force(out.path());
    let folder = out.path().join(&name);
    let victim = out.path().join("victim");
    fs::write(&victim, "untouched").unwrap();
    let damage: [&dyn Fn(); 4] = [
        &|| fs::write(folder.join("lines/3/twinkle/twinkle.cfg"), "torn").unwrap(),
        &|| fs::remove_file(folder.join("lines/4/twinkle/twinkle.cfg")).unwrap(),
        &|| fs::write(folder.join("extra"), "x").unwrap(),
        &|| {
            fs::remove_file(folder.join("pbx/pjsip.deskshift.conf")).unwrap();
            symlink(&victim, folder.join("pbx/pjsip.deskshift.conf")).unwrap();
        },
    ];
    for harm in damage {
        harm();
        let again = write_in(out.path(), set("a")).unwrap();
        assert!(again.new && again.name == name);
        assert_eq!(in_force(out.path()), good);
    }
    assert_eq!(fs::read(&victim).unwrap(), b"untouched");
}

#[test]
fn two_at_once_do_not_collide() {
    let out = tempfile::tempdir().unwrap();
    let _held = lock::take(out.path(), "convert").unwrap();
    assert_eq!(write_in(out.path(), set("a")).unwrap_err().code, codes::LOCKED.code());
}
