//! Which orders count.

/// Whether an order counts: neither cancelled nor fully refunded.
pub(super) fn is_valid(cancelled: Option<bool>, refunded: Option<bool>) -> bool {
    cancelled != Some(true) && refunded != Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cancelled_and_refunded_orders_do_not_count() {
        assert!(is_valid(None, None) && is_valid(Some(false), Some(false)));
        assert!(!is_valid(Some(true), None) && !is_valid(None, Some(true)));
    }
}
