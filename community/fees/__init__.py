"""What a Start costs, how it was settled, vouchers, receipts."""
