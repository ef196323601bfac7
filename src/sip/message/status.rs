//! Reason phrases, from rsip's table of status codes.

/// Appends a status code.
pub fn push_status(text: &mut String, status: u16) {
    let mut digits = [b'0'; 5];
    let mut rest = status;
    for digit in digits.iter_mut().rev() {
        *digit += (rest % 10) as u8;
        rest /= 10;
    }
    let first = digits.iter().position(|digit| *digit != b'0').unwrap_or(4);
    text.extend(digits[first..].iter().map(|digit| char::from(*digit)));
}

/// The usual phrase for a status code, such as `Forbidden`; the class's name where the code is unknown.
#[must_use]
pub fn reason_phrase(status: u16) -> String {
    let special = match status {
        401 => "Unauthorized",
        414 => "Request-URI Too Long",
        416 => "Unsupported URI Scheme",
        433 => "Anonymity Disallowed",
        481 => "Call/Transaction Does Not Exist",
        500 => "Server Internal Error",
        504 => "Server Time-out",
        606 => "Not Acceptable",
        _ => "",
    };
    if !special.is_empty() {
        return special.to_owned();
    }
    match rsip::StatusCode::from(status) {
        rsip::StatusCode::Other(..) => match status / 100 {
            1 => "Progress",
            2 => "OK",
            3 => "Redirection",
            4 => "Request Failure",
            5 => "Server Failure",
            _ => "Global Failure",
        }
        .to_owned(),
        known => words_of(known.to_string().split_once(' ').map_or("", |(_, name)| name)),
    }
}

/// `BusyHere` → `Busy Here`.
fn words_of(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && before_lower {
            out.push(' ');
        }
        before_lower = c.is_ascii_lowercase();
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::reason_phrase;

    #[test]
    fn a_status_is_written_as_formatting_writes_it() {
        for status in [0, 7, 42, 100, 401, 699, 1000, u16::MAX] {
            let mut text = String::new();
            super::push_status(&mut text, status);
            assert_eq!(text, status.to_string());
        }
    }

    #[test]
    fn phrases_are_those_of_the_rfc() {
        for (status, phrase) in [
            (100, "Trying"),
            (200, "OK"),
            (401, "Unauthorized"),
            (407, "Proxy Authentication Required"),
            (423, "Interval Too Brief"),
            (481, "Call/Transaction Does Not Exist"),
            (486, "Busy Here"),
            (503, "Service Unavailable"),
            (499, "Request Failure"),
        ] {
            assert_eq!(reason_phrase(status), phrase);
        }
    }
}
