"""What campaignflow promises, room by room; `architecture` holds the promises about the code itself."""
