//! Talk on stderr. Unlike `eprintln!` it does not panic where the reader has gone: a closed stderr must not cost the result.
//!
//! What files bring along passes `diag::visible` first, here and in [`say`](super::say): nothing but our own words moves a cursor.

/// Like `eprint!`, and silent where nobody listens.
macro_rules! talk {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let text = format!($($words)*);
        let _ = std::io::stderr().write_all($crate::diag::screen(&text).as_bytes());
    }};
}

/// Like `eprintln!`, and silent where nobody listens.
macro_rules! talkln {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let text = format!($($words)*) + "\n";
        let _ = std::io::stderr().write_all($crate::diag::screen(&text).as_bytes());
    }};
}

/// [`talk!`] for text with our colours, put in after its values were made visible.
macro_rules! talk_styled {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let text = format!($($words)*);
        let _ = std::io::stderr().write_all($crate::diag::styled(&text).as_bytes());
    }};
}

/// A progress line: numbers and words of our own only, with the controls that redraw it.
macro_rules! draw {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = write!(std::io::stderr(), $($words)*);
    }};
}
