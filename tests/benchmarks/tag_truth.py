"""What may rightly be said of the labelled photos: for each folder, ImageNet classes and further words."""

from __future__ import annotations

# folder: (classes that show it, further right words). A group is right when one of its classes is.
TRUTH: dict[str, tuple[set[int], set[str]]] = {
    "barrel": ({427, 756}, {"container"}),
    "bonsai": ({738}, {"plant", "flower"}),
    "brain": (set(), set()),
    "buddha": (set(), {"monument", "temple"}),
    "cannon": ({471}, {"weapon", "gun"}),
    "chair": ({423, 559, 765, 857}, {"chair", "furniture"}),
    "chandelier": (set(), {"lamp", "furniture"}),
    "cougar_face": ({286}, {"big cat", "animal"}),
    "crab": ({118, 119, 120, 121, 125}, {"crab"}),
    "crayfish": ({122, 123, 124}, set()),
    "crocodile_head": ({49, 50}, set()),
    "cup": ({504, 968}, {"container", "kitchenware", "cup", "coffee", "drink"}),
    "dalmatian": ({251}, set()),
    "elephant": ({101, 385, 386}, set()),
    "euphonium": (set(), {"brass instrument", "wind instrument", "musical instrument"}),
    "ferry": ({628}, {"boat", "ship", "vehicle"}),
    "gramophone": (set(), {"electronics"}),
    "grand_piano": ({579}, {"piano"}),
    "hawksbill": (set(), {"turtle", "reptile", "animal"}),
    "headphone": (set(), {"electronics"}),
    "helicopter": (set(), {"aircraft", "vehicle"}),
    "ibis": (set(), {"bird", "wading bird", "animal"}),
    "inline_skate": (set(), {"shoe", "sports equipment"}),
    "joshua_tree": (set(), {"plant"}),
    "kangaroo": ({104}, set()),
    "lamp": ({846, 619}, {"lamp", "furniture"}),
    "laptop": ({620, 681}, {"computer", "laptop"}),
    "lobster": ({122, 123}, {"lobster"}),
    "mayfly": (set(), {"insect", "animal"}),
    "nautilus": ({117}, set()),
    "octopus": (set(), {"animal"}),
    "pagoda": (set(), {"temple", "building", "tower"}),
    "panda": ({388}, set()),
    "pigeon": (set(), {"bird", "animal"}),
    "platypus": ({103}, set()),
    "rhino": (set(), {"animal"}),
    "rooster": ({7, 8}, set()),
    "saxophone": ({776}, set()),
    "schooner": ({780, 724, 914}, {"ship", "boat", "sailboat"}),
    "sea_horse": (set(), {"fish", "animal"}),
    "snoopy": ({917}, {"toy"}),
    "soccer_ball": ({805}, {"soccer", "ball"}),
    "watch": ({531}, {"watch", "clock"}),
    "water_lilly": (set(), {"flower", "plant"}),
    "windsor_chair": ({559, 765, 423}, {"chair", "furniture"}),
}  # fmt: skip
# The word one would hope for, where the vocabulary has one: recall is measured on it.
HOPED_TEXT = """
barrel barrel; cannon cannon; chair chair; crab crab; crayfish lobster; crocodile_head crocodile; cup cup;
dalmatian dog; elephant elephant; ferry ship; grand_piano piano; hawksbill turtle; helicopter aircraft; ibis
bird; kangaroo marsupial; lamp lamp; laptop laptop; lobster lobster; nautilus nautilus; panda bear; pigeon
bird; rooster chicken; saxophone saxophone; schooner ship; soccer_ball ball; watch watch; water_lilly flower;
windsor_chair chair; cougar_face cougar; euphonium brass instrument
"""
HOPED = dict(p.split(maxsplit=1) for p in " ".join(HOPED_TEXT.split()).split("; "))

# Other words for what the vocabulary says, as captions use them.
SAME_WORD_TEXT = """
bicycle: bike, biker, cyclist, biking
mountain bike: bike, biker, cyclist
motorcycle: motorbike, dirt bike, bike
moped: motorcycle, motorbike
boat: kayak, canoe, raft
beach: ocean, sand, shore, sea, surf
coast: ocean, shore, sea, beach
mountain: hill, cliff
ball: football, basketball, soccer, baseball, tennis
sled: sledding
ski: skier, skiing, snow
swimsuit: swim, bikini, bathing suit, trunks
swim trunks: swim, shorts, bathing suit
sunglasses: glasses
hat: cap
car: vehicle, race, racing
landscape: mountain, hill, ocean, lake, field
lakeshore: lake, water, river
lake: water, river
sports equipment: ball, skateboard, swing
sandbar: beach, sand, ocean
baseball player: baseball
fountain: water
shop: store, market
clothing: dress, shirt, suit, jacket, coat, uniform, jeans, costume
geyser: water
alp: mountain
volleyball: ball
football: football, player
football helmet: football
snowmobile: snow
animal: puppy, pet, horse
cliff: rock
valley: mountain, hill
"""
SAME_WORD = {
    word: tuple(others.split(", "))
    for word, others in (line.split(": ") for line in SAME_WORD_TEXT.strip().splitlines())
}
