//! The thin binary: everything is in the library, so that tests and benches use the same code.

use std::process::ExitCode;

/// An import makes millions of small strings: this allocator takes an eighth off its processor time (`cargo bench --bench import_scale`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    deskshift::cli::main()
}
