//! What a fishbone finds.

use crate::{draft, samples};
use itsm_problem::cause::Dimension;
use itsm_problem::ishikawa::{DraftIshikawa, Ishikawa, Preset};
use serde_json::json;

fn sample() -> Ishikawa {
    Ishikawa::try_from(draft::<DraftIshikawa>(samples::ishikawa())).unwrap()
}

#[test]
fn causes_are_ranked_by_votes_and_then_by_name() {
    let fish = sample();
    let told: Vec<_> = fish
        .ranking()
        .iter()
        .map(|it| (it.place, it.votes, it.cause.id.to_string()))
        .collect();
    assert_eq!(
        told,
        [
            (1, 2, "disk".into()),
            (2, 1, "expert".into()),
            (3, 0, "on_call".into())
        ]
    );
    // Those with as many votes share a place, and the next one is left out.
    let mut json = samples::ishikawa();
    json["causes"][1]["votes"] = json!([samples::PERSONS[1]]);
    json["causes"][2]["votes"] = json!([]);
    let fish = Ishikawa::try_from(draft::<DraftIshikawa>(json)).unwrap();
    let ranking = fish.ranking();
    let places: Vec<_> = ranking
        .iter()
        .map(|it| (it.place, it.cause.id.as_str()))
        .collect();
    assert_eq!(places, [(1, "expert"), (1, "on_call"), (3, "disk")]);
}

#[test]
fn nobody_has_two_voices_for_one_cause() {
    let mut json = samples::ishikawa();
    json["causes"][0]["votes"] = json!([samples::PERSONS[0], samples::PERSONS[0]]);
    let fish = Ishikawa::try_from(draft::<DraftIshikawa>(json)).unwrap();
    assert_eq!(fish, sample());
}

#[test]
fn causes_are_the_last_ones_in_the_dimension_of_their_category() {
    let causes = sample().causes();
    let told: Vec<_> = causes
        .iter()
        .map(|it| (it.statement.as_str(), it.dimension))
        .collect();
    assert_eq!(
        told,
        [
            (
                "Log & data share one <disk>",
                Some(Dimension::InformationAndTechnology)
            ),
            (
                "One person alone can free the disk",
                Some(Dimension::OrganizationsAndPeople)
            ),
        ]
    );
}

#[test]
fn presets_are_six_and_four_and_take_causes() {
    assert_eq!(Preset::SixM.categories().len(), 6);
    let four = Preset::FourDimensions.categories();
    let dimensions: Vec<_> = four.iter().map(|it| it.dimension.unwrap()).collect();
    assert_eq!(dimensions, Dimension::ALL);
    for preset in Preset::ALL {
        for category in preset.categories() {
            let cause = json!({ "id": "it", "on": category.id, "statement": "So", "evidence": [], "votes": [] });
            let mut draft = DraftIshikawa::new(crate::note("Down"), preset.categories(), vec![]);
            draft.causes.push(crate::draft(cause));
            assert!(Ishikawa::try_from(draft).is_ok());
        }
    }
}
