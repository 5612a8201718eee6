//! What to do with templates and cache.

use clap::Subcommand;
use std::path::PathBuf;

/// What to do with templates.
#[derive(Clone, Debug, Subcommand)]
pub enum TemplatesAction {
    /// Writes built-in templates into a folder; what is there stays as it is
    Export {
        /// The folder
        folder: PathBuf,
        /// Only files whose path begins like this: `pdf/`, `html/table.html`, `fonts/`, `locales/en/`; by default all but fonts
        /// and messages
        names: Vec<String>,
    },
    /// Checks the templates of the configuration, and renders what was made last with them
    Check,
}

/// What to do with the cache.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Cache {
    /// Prints what it holds
    Stats,
    /// Removes what it holds, and nothing that the program did not write
    Clear,
}
