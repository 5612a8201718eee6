//! The command `portfolio`: the board pack over all reports of a quarter.

use super::speech::Speech;
use super::{Exit, Options, Surroundings, load};
use crate::pipeline::{self, Failure, NoPortfolio, PORTFOLIO_FORMATS, PortfolioRequest};
use serde_json::json;

pub(super) fn run(options: &Options, surroundings: &Surroundings, speech: &Speech) -> Exit {
    if let Some(other) = options.format.iter().find(|format| !PORTFOLIO_FORMATS.contains(format)) {
        let known = PORTFOLIO_FORMATS.map(|format| format!("`{}`", format.name())).join(" and ");
        speech.error(&format!("`--format {}`: a board pack is made as {known}", other.name()));
        return Exit::Usage;
    }
    let (config, _) = match load(options, surroundings, speech) {
        Ok(loaded) => loaded,
        Err(exit) => return exit,
    };
    let formats = if options.format.is_empty() { PORTFOLIO_FORMATS.to_vec() } else { options.format.clone() };
    let request = PortfolioRequest {
        reports: options.report.clone(),
        quarter: options.quarter(),
        formats,
        now: surroundings.now,
    };
    match pipeline::portfolio(&config, &request) {
        Ok(made) => {
            if let Some(doubt) = &made.ledger_doubt {
                speech.note(&format!("warning: {doubt}"));
            }
            if speech.is_json() {
                let files: Vec<String> = made.files.iter().map(|file| file.display().to_string()).collect();
                let (period, reports, without) = (made.quarter.to_string(), made.reports, made.without);
                let told = json!({
                    "event": "portfolio", "period": period, "reports": reports, "without_current_issue": without, "files": files,
                });
                speech.result(&told.to_string());
            } else {
                made.files.iter().for_each(|file| speech.result(&file.display().to_string()));
                let (reports, without) = (made.reports, made.without);
                speech.result(&format!(
                    "{}: {reports} reports, {without} of them without a current issue; internal, for no client",
                    made.quarter
                ));
            }
            Exit::Done
        }
        Err(NoPortfolio::Output(error)) => {
            speech.error(&pipeline::chain(&error));
            if error.is_locked() { Exit::Locked } else { Exit::Usage }
        }
        Err(NoPortfolio::Failed(Failure::Input(problems))) => {
            speech.problems(&problems);
            Exit::SomeFailed
        }
        Err(NoPortfolio::Failed(failure)) => {
            speech.error(&failure.lines().join("; "));
            Exit::SomeFailed
        }
    }
}
