"""What an author says of her own work, to herself: where she sees each criterion, and what is hard."""
