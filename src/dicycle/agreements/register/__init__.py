"""The register: releases compiled into agreements, projects, events and parties that count once."""
