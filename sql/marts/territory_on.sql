-- Who holds which town on a day, since when, and according to which sentence?
-- SELECT * FROM territory_on(DATE '2024-12-06')
-- One row per place (a town or part of a region, never a country), by its latest change of control on or before the
-- day (territory_changes); later reports about an earlier time do not override it. The holder is null if only the
-- loser is known, if an assertion names it by a pronoun alone, "his men", or if there is only a denial. Only what is
-- told counts, never what follows from it: an article that says that rebels entered a city and its president fled
-- tells of no holder, one that says that they took, liberated or control it, or that it fell to them or is in their
-- hands, does. Related actors (actor_kin), such as a brigade and its army, count as one holder. A place under attack
-- keeps its last holder; a denial alone overrides no holder, nor does a fall that names neither side if a side is
-- known.
-- status: contested (fighting continues), disputed (another voice denies it, or names another holder since the same
-- day), confirmed (at least two outlets assert it, in independent stories), reported (one outlet asserts it, or
-- several with one story), claimed (only quoted), history (all reports are background about more than a year before
-- the day, so the place may have changed hands since; "has held it since 2021" is told of the present and is none).
-- An outlet that tells that another actor left the place in the same week asserts it too, as does the loser that
-- admits it. A denial disputes only what is told for its day or before, and no longer once the loss is admitted; two
-- outlets outweigh it, and a party does not dispute that it holds a place itself. A place that was taken and left on
-- one day keeps its holder. A part or quarter of a town, a row of its own, goes with the town from its next fall on,
-- unless a report tells otherwise or excepts it. Fights for a town, or in it between two armed sides, and sieges leave
-- it contested, but no march, raid, ambush, air strike or shelling; a fight for a place of no known holder lapses 30
-- days after the last report of it. `since` is the first day that any article states for this control (or fight),
-- `previous` the holder before. Reports of any night count, those published after the day too; what was known on a
-- night is asked with `--as-of` or `dateline.connect(as_of=…)`, which answer without the nights that came later.
-- Answers only for the lake in use, and fails for another; the view territory_on_each_day answers for any attached
-- lake.
-- example: SELECT place, holder, since, status FROM territory_on(DATE '2024-12-06')
CREATE OR REPLACE MACRO territory_on(as_of) AS TABLE
WITH checked AS MATERIALIZED (
    SELECT if(
        lake_id = '{lake_id}',
        true,
        error('territory_on answers for the lake in use: USE this lake first, or ask its view territory_on_each_day')
    ) AS is_mine
    FROM first_use_this_lake_or_ask_its_views_of_each_day_and_place
)

SELECT held.* EXCLUDE (spot, valid_from, valid_to)
FROM checked  -- first, so that where no lake is in use the error has the name of its view
CROSS JOIN territory_held AS held
WHERE is_mine AND as_of::DATE BETWEEN valid_from AND valid_to
ORDER BY place, fact_id
