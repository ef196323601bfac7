//! One challenge for all lines of a way: each line answers it in its first message, with the next `nc`.
//!
//! For laboratories. Asterisk and Kamailio bind no nonce to a user; a registrar that does answers anew, and the line is asked as usual. An
//! extension that needs no password looks like one whose password is right, so this is never the default.

use std::time::{Duration, Instant};

use super::super::codes;
use super::super::report::Note;
use super::Campaign;
use super::session::Session;
use crate::diag::Words;
use crate::sip::register::{Challenged, Missed};

/// Asterisk's nonces live 32 s: older ones are not handed out.
const LENT_FOR: Duration = Duration::from_secs(25);
/// After so many misses, and more misses than hits, the registrar is one that binds nonces. One that counts their uses calls stale what its
/// workers see out of order, which is a share of them only. Refusals of lines that are good may each stand in the PBX's ban log: no more than
/// so many are caused, however many lines went well.
const MISSES: usize = 3;

/// The challenge of one way.
#[derive(Debug, Default)]
pub(super) struct Pool {
    challenge: Option<Challenged>,
    hits: usize,
    stale: usize,
    refused: usize,
    /// Of the refused, those whose own password was right: it was the challenge that was refused.
    in_vain: usize,
}

impl Pool {
    fn is_given_up(&self) -> bool {
        let missed = self.stale + self.refused;
        self.in_vain >= MISSES || missed >= MISSES && missed > self.hits
    }
}

impl Campaign {
    /// The challenge for a line that begins, counted on.
    pub(super) fn borrow_challenge(&mut self, now: Instant, line: usize) -> Option<Challenged> {
        let pool = &mut self.lanes[self.probes[line].lane].pool;
        if !self.settings.shared_challenge || pool.is_given_up() {
            return None;
        }
        let known = pool.challenge.as_mut().filter(|known| now.saturating_duration_since(known.since) < LENT_FOR)?;
        known.count = known.count.checked_add(1)?;
        Some(known.clone())
    }

    /// What a line's login told about the challenge it borrowed, and the one it answered at last.
    pub(super) fn lend_challenge(&mut self, line: usize, session: &Session) {
        if !self.settings.shared_challenge {
            return;
        }
        let (shared, pool) = (&session.shared, &mut self.lanes[self.probes[line].lane].pool);
        match (shared.borrowed, shared.missed) {
            (_, Some(missed)) => {
                *(if missed == Missed::Stale { &mut pool.stale } else { &mut pool.refused }) += 1;
            }
            (true, None) => pool.hits += 1,
            (false, None) => {}
        }
        // A younger challenge takes the place of the old one; the same one has been counted on meanwhile.
        if let Some(lent) = &shared.lent
            && pool.challenge.as_ref().is_none_or(|known| known.since < lent.since)
        {
            pool.challenge = Some(lent.clone());
        }
    }

    /// A line of this way is good, and its borrowed challenge was refused.
    pub(super) fn borrowed_in_vain(&mut self, lane: usize) {
        self.lanes[lane].pool.in_vain += 1;
    }

    /// How the shared challenges fared.
    pub(super) fn shared_notes(&self) -> Vec<Note> {
        let used = self.lanes.iter().filter(|lane| lane.pool.hits + lane.pool.stale + lane.pool.refused > 0);
        let told = used.map(|lane| {
            let Pool { hits, stale, refused, .. } = lane.pool;
            let (en, de) = if lane.pool.is_given_up() {
                ("; the PBX does not take them, so all others were asked as usual", "; die Anlage nimmt sie nicht, daher wurden alle anderen wie sonst gefragt")
            } else {
                ("", "")
            };
            Note {
                code: codes::CHALLENGE_SHARED.code(),
                way: Some(lane.way.to_string()),
                words: Words::new(
                    format!("{hits} lines answered another line's challenge, {stale} found it stale and {refused} not taken{en}"),
                    format!("{hits} Anschlüsse beantworteten die Challenge eines anderen, {stale} fanden sie veraltet, {refused} nicht angenommen{de}"),
                ),
            }
        });
        told.collect()
    }
}
