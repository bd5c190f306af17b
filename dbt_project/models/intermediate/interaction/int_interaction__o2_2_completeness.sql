-- Completeness of the sites, paragraphs 90-94: parameters of the fourth quarter (A-46), the mean of all sites.
{{ openness_answer("O2.2", source="'site_assessment'", model="'stg_site_assessment__parameters'", condition=" and indicator_code = 'O2.2' and quarter = 4") }}
