-- Who holds each place, from which day to which?
-- A part or quarter of a town goes with the town from its next fall on, unless a report of that or a later day tells of
-- the part itself, or the report of the fall excepts it: "all of Hama except for the Qusour quarter". An undated report
-- that only repeats a fall of the week before takes no part along.
-- The rows of territory_on, which says what the columns mean, one for each span of days with one answer, `valid_from`
-- to `valid_to`, both included; 9999-12-31 means until today. If `asked` is not null, only of its spots and from the
-- day that it names for each on. Reads the lake in use, whichever lake it is asked of: ask territory_on and
-- territory_history, which check.
-- example: SELECT valid_from, valid_to, holder, status FROM territory_each_span(NULL) WHERE place = 'Hama'
CREATE OR REPLACE MACRO territory_each_span(asked) AS TABLE
WITH wanted AS MATERIALIZED (
    SELECT unnest(asked::STRUCT(spot VARCHAR, first_day DATE)[], recursive := true)
),

own AS MATERIALIZED (
    SELECT *, false AS is_of_whole
    FROM control_changes
    WHERE spot IS NOT NULL
        AND (asked IS NULL OR spot IN (SELECT spot FROM wanted))
),

parts AS MATERIALIZED (
    SELECT
        spot,
        place_id::VARCHAR AS whole,
        min(day) AS first_day,
        arg_min({'place': place, 'latitude': latitude, 'longitude': longitude}, (day, fact_id)) AS site
    FROM own
    WHERE place_id IS NOT NULL AND spot <> place_id::VARCHAR
    GROUP BY spot, place_id
),

falls AS MATERIALIZED (
    SELECT
        *,
        NOT is_stated AND count(*) OVER (
            PARTITION BY spot, territory, holder_key ORDER BY day
            RANGE BETWEEN INTERVAL 7 DAYS PRECEDING AND INTERVAL 1 DAY PRECEDING
        ) > 0 AS is_repeated
    FROM control_changes
    WHERE spot IN (SELECT whole FROM parts)
        AND territory <> 'contested' AND modality <> 'denied' AND is_taken AND (is_news OR is_of_a_day)
),

told AS MATERIALIZED (
    FROM own
    UNION ALL BY NAME
    SELECT
        falls.* EXCLUDE (is_repeated) REPLACE (
            parts.spot AS spot,
            site.place AS place,
            site.latitude AS latitude,
            site.longitude AS longitude
        ),
        true AS is_of_whole
    FROM falls
    JOIN parts ON parts.whole = falls.spot AND falls.day > first_day
    WHERE NOT is_repeated
        AND NOT (
            regexp_matches(sentence, '(?i)\b({excepting})\b')
            AND contains(lower(sentence), regexp_replace(lower(site.place), '^(al|el)[- ]', ''))
        )
),

-- who is said to keep a place that another was the last to gain in the week before denies that gain; an unresolved name
-- may be either
denials AS (
    SELECT told.fact_id, told.spot, true AS is_denial
    FROM told
    JOIN told AS gain USING (spot)
    WHERE told.is_kept
        AND told.holder_actor IS NOT NULL
        AND NOT gain.is_kept
        AND gain.territory = 'gained'
        AND gain.modality <> 'denied'
        AND NOT gain.is_of_whole  -- "still hold the quarter" tells of a part that was not taken with its town
        AND gain.day BETWEEN told.day - 7 AND told.day
    GROUP BY told.fact_id, told.spot, told.holder_key, told.holder_line
    HAVING NOT max((
        gain.day,
        coalesce(
            gain.holder_actor IS NULL
            OR gain.holder_key = told.holder_key
            OR list_contains(gain.holder_line, told.holder_key)
            OR list_contains(told.holder_line, gain.holder_key),
            false
        )
    ))[2]
),

-- `is_armed`, `alone` and `allied` say whom the holder's words name, once for each change and not for each pair
changes AS MATERIALIZED (
    SELECT
        *,
        coalesce(spot <> place_id::VARCHAR, false) AS is_of_part,
        regexp_matches(holder_text, '(?i)\b({fighters})\b') AS is_armed,
        regexp_extract_all(holder_text, '(\p{Lu}[\p{L}\d]+)( \p{Ll}|$)', 1) AS alone,
        regexp_extract_all(holder_text, '(\p{Lu}[\p{L}\d]+) and \p{Lu}', 1)
        || regexp_extract_all(holder_text, ' and (\p{Lu}[\p{L}\d]+) \p{Ll}', 1) AS allied
    FROM (
        SELECT
            told.* REPLACE (
                if(is_denial, 'denied', modality) AS modality,
                if(is_denial, 'lost', territory) AS territory,
                if(is_denial, NULL, holder_text) AS holder_text,
                if(is_denial, NULL, holder_actor) AS holder_actor,
                if(is_denial, NULL, holder_key) AS holder_key,
                if(is_denial, [], holder_line) AS holder_line
            )
        FROM told
        LEFT JOIN denials USING (fact_id, spot)
    )
),

naming AS MATERIALIZED (SELECT actor_id, name FROM actors),

-- answers change on no other day
spans AS (
    SELECT
        spot,
        day AS valid_from,
        coalesce(lead(day) OVER (PARTITION BY spot ORDER BY day) - 1, DATE '9999-12-31') AS valid_to
    FROM (SELECT spot, day FROM changes GROUP BY ALL)
    LEFT JOIN wanted USING (spot)
    WHERE first_day IS NULL OR day >= first_day
),

-- a loss without a named winner adds nothing if another actor than the loser had gained the place by then, nor does "in
-- the battle for the town" in the week after the town was taken: that battle is over
gains AS (
    SELECT spot, day, arg_min(holder_key, fact_id) AS holder_key, arg_min(holder_line, fact_id) AS holder_line
    FROM changes
    WHERE territory = 'gained' AND modality <> 'denied' AND holder_key IS NOT NULL
    GROUP BY spot, day
),

superseded AS (
    SELECT fact_id, changes.spot
    FROM changes
    ASOF JOIN gains ON gains.spot = changes.spot AND changes.day >= gains.day
    WHERE (
        changes.holder_key IS NULL
        AND NOT coalesce(
            gains.holder_key = loser_key
            OR list_contains(gains.holder_line, loser_key)
            OR list_contains(loser_line, gains.holder_key),
            false
        )
    ) OR (
        changes.territory = 'contested'
        AND changes.day - gains.day <= 7
        AND regexp_matches(
            sentence,
            '(?i)\b(in|during|since|after|of) (the|that|this|its|their) (\w+ )?({battles}) (for|of|over)\b'
        )
    )
),

voiced AS (
    SELECT spot, territory, holder_key, day, count(DISTINCT outlet) AS voices
    FROM changes
    GROUP BY ALL
),

-- the best report of each day comes first. Background that states its day ranks with the news; an event without a
-- stated time happened on the day of publication or the two days before, so one with a time stated for those days takes
-- precedence, but not over who is said to have kept a part of a town (linking allows for three days: UNSTATED in
-- transforms/linking/reports.py). Of equals the number of outlets with the same words decides.
ranked AS (
    SELECT
        changes.spot,
        changes.day,
        min({
            'is_denied': modality = 'denied',
            'is_background': NOT (is_news OR is_of_a_day),
            'age': DATE '9999-12-31' - if(is_stated OR (is_kept AND is_of_part), changes.day, changes.day - 2),
            'is_of_whole': is_of_whole,
            'is_undated': NOT is_stated,
            'is_no_gain': changes.territory <> 'gained',
            'is_no_loss': changes.territory <> 'lost',
            'is_claimed': modality = 'claimed',
            'is_old': NOT is_news,
            'silence': -voices,
            'is_unresolved': holder_actor IS NULL,
            'sentence_index': sentence_index,
            'fact_id': changes.fact_id
        }) AS rank
    FROM changes
    JOIN voiced
        ON voiced.spot = changes.spot AND voiced.territory = changes.territory AND voiced.day = changes.day
            AND voiced.holder_key IS NOT DISTINCT FROM changes.holder_key
    LEFT JOIN superseded ON superseded.fact_id = changes.fact_id AND superseded.spot = changes.spot
    WHERE superseded.fact_id IS NULL  -- no anti join: DuckDB cannot evaluate it for every place
    GROUP BY changes.spot, changes.day
),

latest AS (
    SELECT chosen.valid_from, chosen.valid_to, changes.*
    FROM (
        SELECT spans.spot, valid_from, valid_to, min(rank).fact_id AS fact_id
        FROM spans
        JOIN ranked ON ranked.spot = spans.spot AND ranked.day <= valid_from
        GROUP BY ALL
    ) AS chosen
    JOIN changes USING (spot, fact_id)
),

-- each change of a place relative to its latest one: same holder, other, left if another actor left the place in the
-- week around, or null if an unresolved name may be either. A party does not dispute that it holds a place.
compared AS (
    SELECT
        latest.valid_from,
        latest.day AS latest_day,
        latest.outlet AS latest_outlet,
        latest.modality AS latest_modality,
        changes.spot,
        changes.day,
        changes.fact_id,
        changes.territory,
        changes.modality,
        changes.is_stated,
        changes.is_news,
        changes.is_admitted,
        changes.is_of_whole,
        changes.published_date,
        changes.holder_text,
        changes.holder_actor,
        changes.outlet,
        changes.story_id,
        CASE
            WHEN latest.territory = 'contested' AND changes.territory = 'contested' THEN 'same'
            WHEN latest.territory = 'contested' THEN if(changes.holder_key IS NULL, NULL, 'other')
            WHEN changes.territory = 'lost' AND changes.holder_key IS NULL AND (
                changes.loser_key = latest.holder_key OR list_has_any(changes.loser_line, latest.holder_line)
            ) THEN if(changes.modality = 'denied', 'other', NULL)
            WHEN changes.territory = 'lost' AND changes.holder_key IS NULL AND changes.modality = 'asserted'
                AND changes.loser_key IS NOT NULL AND latest.holder_key IS NOT NULL
                AND abs(datediff('day', changes.day, latest.day)) <= 7 THEN 'left'
            WHEN latest.holder_key IS NULL AND changes.holder_key IS NULL
                THEN if(changes.loser_key IS NOT DISTINCT FROM latest.loser_key, 'same', NULL)
            WHEN changes.holder_key = latest.holder_key
                OR list_contains(changes.holder_line, latest.holder_actor)
                OR list_contains(latest.holder_line, changes.holder_actor) THEN 'same'
            WHEN changes.holder_key IS NULL THEN NULL
            WHEN (changes.holder_actor IS NULL OR latest.holder_actor IS NULL)
                AND abs(datediff('day', changes.day, latest.day)) <= 2 THEN NULL
            -- one of two allies: "Mozambican forces" beside "Mozambican and Rwandan troops", but not "Mozambican rebels"
            WHEN changes.is_armed = latest.is_armed
                AND (list_has_any(changes.alone, latest.allied) OR list_has_any(latest.alone, changes.allied))
                THEN NULL
            ELSE 'other'
        END AS holder
    FROM latest
    JOIN changes ON changes.spot = latest.spot AND changes.day <= latest.valid_from
    WHERE changes.territory <> 'contested' OR latest.territory = 'contested'
),

former AS (
    SELECT
        spot,
        valid_from,
        max(day) AS day,
        arg_max(coalesce(name, holder_text), (day, fact_id)) AS name,
        arg_max(holder_actor, (day, fact_id)) FILTER (holder_actor IS NOT NULL) AS actor_id
    FROM compared
    LEFT JOIN naming ON naming.actor_id = holder_actor
    WHERE holder = 'other' AND modality <> 'denied' AND day <= latest_day AND (is_stated OR is_news)
    GROUP BY spot, valid_from
),

-- another holder reported since the same stated day, unless one outlet tells how the place passed from one to the other,
-- or only of the town as a whole
rivals AS (
    SELECT DISTINCT spot, valid_from, true AS are_there
    FROM compared
    WHERE holder = 'other' AND modality <> 'denied' AND territory = 'gained' AND is_stated AND day = latest_day
        AND NOT is_of_whole
        AND (outlet <> latest_outlet OR (modality = 'claimed' AND latest_modality = 'claimed'))
),

-- evidence for the current control: since the former holder, and not before the week of the last dated capture, because
-- an actor that recaptures a place had lost it; denials by unresolved names count too, unless the loss was admitted
-- since
backing AS (
    SELECT
        compared.*,
        coalesce(
            max(compared.day) FILTER (is_stated AND modality <> 'denied') OVER same_span - 7,
            min(compared.day) OVER same_span
        ) AS earliest,
        coalesce(published_date <= max(published_date) FILTER (is_admitted) OVER same_span, false) AS is_given_up
    FROM compared
    LEFT JOIN former USING (spot, valid_from)
    WHERE (holder IN ('same', 'left') OR (holder IS NULL AND modality = 'denied'))
        AND (former.day IS NULL OR compared.day >= former.day)
    WINDOW same_span AS (PARTITION BY compared.spot, compared.valid_from)
),

support AS (
    SELECT
        spot,
        valid_from,
        min(day) FILTER (modality <> 'denied' AND holder = 'same') AS since,
        count(DISTINCT outlet) FILTER (modality = 'asserted') AS asserting_outlets,
        count(DISTINCT story_id) FILTER (modality = 'asserted') AS asserting_stories,
        count(DISTINCT outlet) FILTER (modality <> 'denied' AND holder = 'same') AS n_sources,
        max(day) FILTER (modality = 'denied' AND NOT is_given_up) AS last_denied
    FROM backing
    WHERE day >= earliest
    GROUP BY spot, valid_from
),

answers AS (
    SELECT
        latest.* REPLACE (
            if(territory = 'contested' AND former.name IS NULL, least(valid_to, latest.day + 30), valid_to) AS valid_to
        ),
        former.name AS former_name,
        former.actor_id AS former_actor,
        coalesce(since, latest.day) AS held_since,
        coalesce(n_sources, 0) AS n_sources,
        CASE
            WHEN territory = 'contested' THEN 'contested'
            WHEN asserting_outlets >= 2 AND asserting_stories >= 2 THEN 'confirmed'
            WHEN last_denied >= coalesce(since, latest.day) OR are_there THEN 'disputed'
            WHEN asserting_outlets >= 1 THEN 'reported'
            ELSE 'claimed'
        END AS status
    FROM latest
    LEFT JOIN support USING (spot, valid_from)
    LEFT JOIN former USING (spot, valid_from)
    LEFT JOIN rivals USING (spot, valid_from)
    WHERE territory <> 'contested' OR former.name IS NOT NULL OR valid_from <= latest.day + 30
)

-- what only background tells becomes history a year after it
SELECT
    spot,
    if(is_history, greatest(valid_from, held_since + 366), valid_from) AS valid_from,
    if(is_history OR is_news, valid_to, least(valid_to, held_since + 365)) AS valid_to,
    place,
    CASE
        WHEN territory = 'contested' THEN former_name
        WHEN modality <> 'denied' THEN coalesce(holding.name, holder_text)
    END AS holder,
    held_since AS since,
    if(is_history, 'history', status) AS status,
    sentence,
    CASE WHEN territory <> 'contested' AND modality <> 'denied' THEN coalesce(losing.name, loser_text, former_name) END
        AS previous,
    CASE WHEN territory = 'contested' THEN former_actor WHEN modality <> 'denied' THEN holder_actor END
        AS holder_actor,
    place_id,
    country,
    latitude,
    longitude,
    n_sources,
    outlet AS site,
    url,
    fact_id
FROM answers
LEFT JOIN naming AS holding ON holding.actor_id = holder_actor
LEFT JOIN naming AS losing ON losing.actor_id = loser_actor
CROSS JOIN (VALUES (false), (true)) AS part (is_history)
WHERE CASE
    WHEN is_history THEN NOT is_news AND valid_to > held_since + 365
    ELSE is_news OR valid_from <= held_since + 365
END
