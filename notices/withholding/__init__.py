"""Former texts that are no longer shown to the public: design rule 9 goes before the record of texts."""
