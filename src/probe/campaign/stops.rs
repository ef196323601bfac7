//! Why a run ended early, in words.

use super::super::report::StopNote;
use super::super::schedule::Stop;
use crate::diag::Words;

/// `stop` in words, with the way it concerns and the cause that a line's verdict named.
pub(super) fn stop_note(stop: Stop, way: Option<String>, cause: Option<Words>) -> StopNote {
    let page = stop.class.page();
    let mut words = Words::new(page.title_en, page.title_de);
    if let Some(cause) = cause {
        words = Words::new(format!("{} ({})", words.en, cause.en), format!("{} ({})", words.de, cause.de));
    } else if let Some(way) = &way {
        words = Words::new(format!("{} (`{way}`)", words.en), format!("{} (`{way}`)", words.de));
    }
    if let Some(wait) = stop.retry_in {
        let minutes = wait.as_secs().div_ceil(60).max(1);
        words = Words::new(
            format!("{}; go on in {minutes} min with `--resume`", words.en),
            format!("{}; in {minutes} min mit `--resume` fortsetzen", words.de),
        );
    }
    StopNote { code: stop.class.code(), way, words }
}
