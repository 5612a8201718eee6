//! Delivery: the fault server's table, and what the commands do when runs die, meet or lose their ledger.

mod commands;
mod house;
mod injection;
mod server;
mod table;
