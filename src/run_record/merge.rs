//! A run of some reports leaves the record of the others as it was: a quarter's `run.json` speaks of
//! every report whose files stand in its folder.

use super::{ReportRecord, RunRecord, Status};
use crate::gate::Verdict;
use serde_json::{Map, Value, json};
use std::path::{Component, Path};

/// The files that an earlier run wrote for a report and that should still stand, as its record says: path
/// relative to the folder of the quarter, and SHA-256.
pub fn outputs_of(earlier: &[u8], report: &str) -> Vec<(String, String)> {
    let earlier: Value = serde_json::from_slice(earlier).unwrap_or_default();
    let reports = earlier["reports"].as_array().map_or(&[][..], Vec::as_slice);
    let Some(entry) = reports.iter().find(|one| one["id"] == report) else { return Vec::new() };
    let done = if entry["last_done"].is_null() { entry } else { &entry["last_done"] };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let outputs = done["outputs"].as_array().into_iter().flatten();
    // The record is a file like any other: a path that leads elsewhere is none of ours.
    let own = |path: &String| Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    outputs.filter_map(|one| Some((text(&one["path"]).filter(own)?, text(&one["sha256"])?))).collect()
}

/// What the gate said of a report in the run that tried it last, as a record has it; `None` where it says nothing.
pub fn gate_of(record: &[u8], report: &str) -> Option<Verdict> {
    let record: Value = serde_json::from_slice(record).ok()?;
    let entry = record["reports"].as_array()?.iter().find(|one| one["id"] == report)?;
    serde_json::from_value(entry["gate"].clone()).ok()
}

impl RunRecord {
    /// The record of this run together with what `earlier` says of reports that this run did not make.
    ///
    /// A report that was not asked for keeps its entry. One that was tried and not finished has an
    /// entry of this run; if its files of an earlier run still stand, their entry is its `last_done`.
    /// Reports stand in the order of `ids`, those that are no longer configured after them.
    pub fn merged(&self, earlier: Option<&[u8]>, ids: &[&str]) -> Vec<u8> {
        let earlier: Value = earlier.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
        let old = old_entries(&earlier);
        let own = |id: &str| self.reports.iter().find(|report| report.id == id);
        let mut all: Vec<Value> = self.reports.iter().map(|report| entry(report, old.get(&report.id))).collect();
        all.extend(old.iter().filter(|(id, _)| own(id).is_none()).map(|(_, kept)| kept.clone()));
        let place = |one: &Value| {
            let id = one["id"].as_str().unwrap_or_default().to_owned();
            (ids.iter().position(|known| *known == id).unwrap_or(ids.len()), id)
        };
        all.sort_by_cached_key(place);
        let mut whole = json!(self);
        whole["reports"] = Value::Array(all);
        bytes(&whole)
    }
}

/// The entries of an earlier record by report. A record of before version 2 says once, for the run,
/// what each entry says now.
fn old_entries(earlier: &Value) -> Map<String, Value> {
    let mut entries = Map::new();
    for one in earlier["reports"].as_array().into_iter().flatten() {
        let Some(id) = one["id"].as_str() else { continue };
        let mut kept = one.clone();
        for key in ["started_at", "version", "config_hash"] {
            if kept[key].is_null() {
                kept[key] = earlier[key].clone();
            }
        }
        entries.insert(id.to_owned(), kept);
    }
    entries
}

fn entry(report: &ReportRecord, old: Option<&Value>) -> Value {
    let mut entry = json!(report);
    let done = json!(Status::Done);
    if report.status != Status::Done
        && let Some(old) = old
    {
        let last = if old["status"] == done { old } else { &old["last_done"] };
        if !last.is_null() {
            entry["last_done"] = last.clone();
        }
    }
    entry
}

fn bytes(record: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(record).expect("a JSON value can be written");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(id: &str, status: Status, started: &str) -> ReportRecord {
        ReportRecord {
            id: id.to_owned(),
            status,
            started_at: started.to_owned(),
            version: "1.0.0",
            time_zone_rules: String::new(),
            config_hash: format!("hash of {started}"),
            key: String::new(),
            reused: crate::run_record::Reused::StagedFiles,
            issue: None,
            gate: None,
            errors: Vec::new(),
            as_of: String::new(),
            seconds: Vec::new(),
            rows_read: 0,
            rows_used: 0,
            rows_folded: 0,
            rows_merged: 0,
            rows_rejected: 0,
            doubts: Vec::new(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn run(reports: Vec<ReportRecord>) -> RunRecord {
        RunRecord {
            record_version: 4,
            version: "1.0.0",
            time_zone_rules: String::new(),
            config: "reports.yaml".into(),
            config_hash: "now".to_owned(),
            period: "2026-Q3".parse().unwrap(),
            started_at: "now".to_owned(),
            seconds: 1.0,
            reports,
            warnings: Vec::new(),
        }
    }

    fn read(bytes: &[u8]) -> Vec<(String, String, String)> {
        let record: Value = serde_json::from_slice(bytes).unwrap();
        let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
        let of = |one: &Value| (text(one, "id"), text(one, "status"), text(one, "started_at"));
        record["reports"].as_array().unwrap().iter().map(of).collect()
    }

    fn said(of: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
        of.iter().map(|(id, status, at)| ((*id).to_owned(), (*status).to_owned(), (*at).to_owned())).collect()
    }

    #[test]
    fn reports_that_were_not_made_again_keep_their_entry() {
        let ids = ["a", "b", "c"];
        let full = run(ids.map(|id| report(id, Status::Done, "Monday")).to_vec()).merged(None, &ids);
        let one = run(vec![report("b", Status::Done, "Tuesday")]).merged(Some(&full), &ids);
        let expected = said(&[("a", "done", "Monday"), ("b", "done", "Tuesday"), ("c", "done", "Monday")]);
        assert_eq!(read(&one), expected);
        let kept: Value = serde_json::from_slice(&one).unwrap();
        assert_eq!(kept["reports"][0]["config_hash"], "hash of Monday");
        let gone = run(vec![report("b", Status::Done, "Friday")]).merged(Some(&one), &["b", "c"]);
        assert_eq!(read(&gone).iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["b", "c", "a"]);
    }

    #[test]
    fn a_failure_does_not_forget_the_files_that_still_stand() {
        let ids = ["a"];
        let done = run(vec![report("a", Status::Done, "Monday")]).merged(None, &ids);
        let failed = run(vec![report("a", Status::Failed, "Tuesday")]).merged(Some(&done), &ids);
        let again = run(vec![report("a", Status::Interrupted, "Friday")]).merged(Some(&failed), &ids);
        for (bytes, status) in [(&failed, "failed"), (&again, "interrupted")] {
            let record: Value = serde_json::from_slice(bytes).unwrap();
            assert_eq!(
                (&record["reports"][0]["status"], &record["reports"][0]["last_done"]["started_at"]),
                (&json!(status), &json!("Monday"))
            );
        }
        let cured = run(vec![report("a", Status::Done, "Sunday")]).merged(Some(&again), &ids);
        let record: Value = serde_json::from_slice(&cured).unwrap();
        assert!(record["reports"][0]["last_done"].is_null());
    }

    #[test]
    fn outputs_are_those_that_stand_and_lead_nowhere_else() {
        let output = |path: &str| json!({ "path": path, "sha256": "1f" });
        let outputs = json!([output("a/en/a.html"), output("a/../../x"), output("/etc/x"), { "path": "a/half" }]);
        let failed = json!({ "id": "a", "status": "failed", "outputs": [], "last_done": { "outputs": outputs } });
        let record = json!({ "reports": [failed] }).to_string();
        let expected = [("a/en/a.html".to_owned(), "1f".to_owned())];
        assert_eq!(super::outputs_of(record.as_bytes(), "a"), expected);
        assert!(super::outputs_of(record.as_bytes(), "b").is_empty() && super::outputs_of(b"{ half", "a").is_empty());
    }

    #[test]
    fn what_is_no_record_is_no_reason_to_fail_and_an_older_form_is_completed() {
        let mine = run(vec![report("a", Status::Done, "Monday")]);
        assert_eq!(mine.merged(Some(b"{ half"), &["a"]), mine.merged(None, &["a"]));
        let old = br#"{"started_at": "2025", "version": "0.1.0", "config_hash": "old", "reports": [{"id": "b", "status": "done"}]}"#;
        assert_eq!(
            read(&mine.merged(Some(old), &["a", "b"]))[1],
            ("b".to_owned(), "done".to_owned(), "2025".to_owned())
        );
    }
}
