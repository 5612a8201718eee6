//! Delivery: the fault server's table, and what the commands do when runs die, meet or lose their ledger.

mod afterwards;
mod commands;
mod events;
mod guards;
mod house;
mod injection;
mod notices;
mod pictures;
mod sealed;
mod server;
mod table;
