-- Availability of the sites, paragraphs 87-89: points of the fourth quarter (A-46) over the divisor, the mean of all sites.
{{ openness_answer("O2.1", source="'site_assessment'", model="'stg_site_assessment__parameters'", condition=" and indicator_code = 'O2.1' and quarter = 4") }}
