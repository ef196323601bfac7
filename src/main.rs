//! The thin binary: everything is in the library, so that tests and benches use the same code.

use std::process::ExitCode;

fn main() -> ExitCode {
    deskshift::cli::main()
}
