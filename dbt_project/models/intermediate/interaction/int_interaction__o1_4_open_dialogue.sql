-- Open dialogue portal, paragraphs 82-83: all or nothing (A-52), but for the answers of the blog, which have bands.
{{ openness_answer("O1.4", source="'open_dialogue'", model="'stg_open_dialogue__parameters'") }}
