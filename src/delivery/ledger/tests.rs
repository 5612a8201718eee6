use super::*;

const NOW: Instant = Instant(1_790_000_000_000_000);

fn row(recipient: &str, state: State) -> Delivery {
    let key = Key { report: "a".to_owned(), period: "2026-Q3".to_owned(), issue: 1, recipient: recipient.to_owned() };
    Delivery {
        message_id: format!("{recipient}.id@example.com"),
        key,
        state,
        temporary: false,
        dated_at: NOW,
        copy: 1,
        attempts: 0,
        sha256: "s".to_owned(),
        body_sha256: "b".to_owned(),
        reply: String::new(),
        made: String::new(),
    }
}

fn hashes() -> (String, String) {
    ("made".to_owned(), "body".to_owned())
}

fn house() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (ledger, output) = (folder.path().join("kept/ledger.sqlite"), folder.path().join("output"));
    (folder, ledger, output)
}

#[test]
fn only_planned_and_failed_deliveries_are_begun() {
    let (_folder, path, output) = house();
    let ledger = Ledger::open(&path, &output, NOW).unwrap();
    let states = [State::Planned, State::Sending, State::Sent, State::Failed, State::Unknown];
    for state in states {
        let row = row(state.name(), state);
        ledger.plan(&row, NOW).unwrap();
        let may = matches!(state, State::Planned | State::Failed);
        assert_eq!(ledger.begin(&row.key, hashes(), NOW).unwrap(), may, "{state:?}");
        let expected = if may { State::Sending } else { state };
        assert_eq!(ledger.find(&row.key).unwrap().unwrap().state, expected);
    }
}

#[test]
fn what_was_being_sent_is_unknown_at_the_next_start() {
    let (_folder, path, output) = house();
    let ledger = Ledger::open(&path, &output, NOW).unwrap();
    ledger.plan(&row("x@example.com", State::Planned), NOW).unwrap();
    assert!(ledger.begin(&row("x@example.com", State::Planned).key, hashes(), NOW).unwrap());
    drop(ledger);
    let ledger = Ledger::open(&path, &output, NOW).unwrap();
    let left = &ledger.rows(None).unwrap()[0];
    assert_eq!((left.state, left.sha256.as_str()), (State::Unknown, "made"), "what was begun is what was noted");
    assert_eq!(ledger.rows(Some(State::Unknown)).unwrap().len(), 1);
    assert!(ledger.rows(Some(State::Sending)).unwrap().is_empty());
}

#[test]
fn a_ledger_that_fills_its_disk_says_what_to_do_and_what_was_begun_is_unknown() {
    let (_folder, path, output) = house();
    let ledger = Ledger::open(&path, &output, NOW).unwrap();
    let begun = row("x@example.com", State::Planned);
    ledger.plan(&begun, NOW).unwrap();
    assert!(ledger.begin(&begun.key, hashes(), NOW).unwrap());
    ledger.database.pragma_update(None, "max_page_count", 1).unwrap();
    let more = |at: usize| ledger.plan(&row(&format!("{at}@example.com"), State::Planned), NOW);
    let error = (0..2_000).find_map(|at| more(at).err()).expect("the pages end");
    let said = error.to_string();
    assert!(said.contains("make room") && said.contains("send --resolve"), "{said}");
    drop(ledger);
    let ledger = Ledger::open(&path, &output, NOW).unwrap();
    assert_eq!(ledger.find(&begun.key).unwrap().unwrap().state, State::Unknown);
    assert!(!Error::Half { path }.to_string().contains("make room"));
}

/// One identity, one message: a second row cannot take it, nor take the place of the first.
#[test]
fn no_identity_serves_two_messages() {
    let (_folder, path, output) = house();
    let ledger = Ledger::open(&path, &output, NOW).unwrap();
    let first = row("x@example.com", State::Sent);
    ledger.plan(&first, NOW).unwrap();
    let other = Delivery { message_id: first.message_id.clone(), ..row("y@example.com", State::Planned) };
    assert!(ledger.plan(&other, NOW).is_err());
    assert_eq!(ledger.rows(None).unwrap(), std::slice::from_ref(&first));
    assert_eq!(ledger.of_message(&first.message_id).unwrap(), Some(first));
}

#[test]
fn a_ledger_of_the_first_form_is_moved_on_after_a_copy() {
    let (_folder, path, output) = house();
    drop(Ledger::open(&path, &output, NOW).unwrap());
    let database = Connection::open(&path).unwrap();
    database
        .execute_batch("DROP TABLE suppression; ALTER TABLE delivery DROP COLUMN made; PRAGMA user_version = 1;")
        .unwrap();
    drop(database);
    let ledger = Ledger::open(&path, &output, NOW).unwrap();
    ledger.suppress("x@example.com", "5.1.1", NOW).unwrap();
    assert_eq!(ledger.suppressed().unwrap().len(), 1);
    assert!(ledger.clear("x@example.com").unwrap() && !ledger.clear("x@example.com").unwrap());
    let copy = Connection::open(with_ending(&path, ".form-1")).unwrap();
    let form: i64 = copy.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(form, 1);
}

#[test]
fn a_receipt_cut_off_by_a_dying_run_is_no_receipt_and_spoils_no_other() {
    let (_folder, path, output) = house();
    let ledger = Ledger::open(&path, &output, NOW).unwrap();
    let first = row("x@example.com", State::Planned);
    ledger.plan(&first, NOW).unwrap();
    let file = output.join("2026-Q3/a/receipts/issue-1.ndjson");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.extend(b"{\"ledger\": \"ab");
    std::fs::write(&file, bytes).unwrap();
    drop(ledger);
    let ledger = Ledger::open(&path, &output, NOW).unwrap();
    ledger.begin(&first.key, hashes(), NOW).unwrap();
    let lines = std::fs::read_to_string(&file).unwrap();
    assert_eq!(lines.lines().count(), 2, "{lines}");
    drop(ledger);
    Ledger::open(&path, &output, NOW).unwrap();
    std::fs::write(&file, "nonsense\n").unwrap();
    let error = Ledger::open(&path, &output, NOW).unwrap_err();
    assert!(matches!(error, Error::Receipt { line: 1, .. }), "{error}");
}

#[test]
fn a_ledger_made_anew_sends_nothing_of_which_it_is_not_sure() {
    let (_folder, path, output) = house();
    let ledger = Ledger::open(&path, &output, NOW).unwrap();
    for state in [State::Planned, State::Sent, State::Failed] {
        ledger.plan(&row(state.name(), state), NOW).unwrap();
    }
    ledger.begin(&row("planned", State::Planned).key, hashes(), NOW).unwrap();
    drop(ledger);
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(Ledger::open(&path, &output, NOW), Err(Error::Behind { .. })));
    let (ledger, rows) = Ledger::rebuild(&path, &output, NOW).unwrap();
    assert_eq!(rows, 3);
    let states: Vec<State> = ledger.rows(None).unwrap().iter().map(|row| row.state).collect();
    assert_eq!(states, [State::Failed, State::Unknown, State::Sent], "failed, planned, sent");
    drop(ledger);
    assert_eq!(Ledger::open(&path, &output, NOW).unwrap().rows(None).unwrap().len(), 3);
}

/// What is not seen would be sent again.
#[cfg(unix)]
#[test]
fn receipts_that_cannot_be_looked_for_are_no_missing_receipts() {
    let (_folder, path, output) = house();
    std::os::unix::fs::symlink(&output, &output).unwrap();
    let refused = |found: Result<(), Error>| matches!(found, Err(Error::Io { action: "look for receipts in", .. }));
    assert!(refused(Ledger::open(&path, &output, NOW).map(drop)) && !path.exists());
    assert!(refused(Ledger::check(&path, &output, NOW).map(drop)));
}
