"""What an auditor walks along: the pages that explain the marts, the checks and the assumptions."""
