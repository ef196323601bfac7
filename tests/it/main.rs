//! Whole commands as users run them.
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::disallowed_methods)]

#[path = "../support/big_workbook.rs"]
mod big_workbook;
#[path = "../support/python.rs"]
mod python;
#[path = "../support/mod.rs"]
mod support;

mod bad_input;
mod calls;
mod capacity;
mod certificates;
mod contexts;
mod convert;
mod convert_diff;
mod demo;
mod docs;
mod event_socket;
mod exceptions;
mod exports;
mod fleet;
mod forged;
mod guess;
mod inventory;
mod lab;
mod lab_calls;
mod letters;
mod links;
mod new_passwords;
mod outputs;
mod planted;
mod profiles;
mod ring_back;
mod rotate;
mod rotate_fairness;
mod rotate_issues;
mod rotate_limits;
mod rotate_proof;
mod rotate_readers;
mod rotate_shifts;
mod rotate_small;
mod rotate_what_if;
mod rules;
mod several_lines;
mod small_site;
mod sources;
mod stage;
mod validate;
mod validate_runs;
mod watch;
mod without_roster;
