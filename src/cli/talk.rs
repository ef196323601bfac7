//! Talk on stderr. Unlike `eprintln!` it does not panic where the reader has gone: a closed stderr must not cost the result.

/// Like `eprint!`, and silent where nobody listens.
macro_rules! talk {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = write!(std::io::stderr(), $($words)*);
    }};
}

/// Like `eprintln!`, and silent where nobody listens.
macro_rules! talkln {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($words)*);
    }};
}
