"""Gas of every act as mined receipts, and code sizes, of the contracts as shipped."""
