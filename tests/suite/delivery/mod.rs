//! Delivery: the fault server's table, and what the commands do when runs die, meet or lose their ledger.

mod afterwards;
mod anew;
mod commands;
mod events;
mod guards;
mod house;
mod injection;
mod ledgers;
mod notices;
mod pictures;
mod sealed;
mod server;
mod settled;
mod table;
