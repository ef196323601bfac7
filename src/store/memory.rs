//! What a command asks of the system for its memory.

/// Pages stay small from here on. Who touches memory once and little by little pays for clearing 2 MB where a part of them is used; where
/// the system has no such setting, nothing is lost.
pub fn keep_pages_small() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
