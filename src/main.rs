//! The `attache` program: everything happens in the library.

fn main() -> std::process::ExitCode {
    attache::cli::main()
}
