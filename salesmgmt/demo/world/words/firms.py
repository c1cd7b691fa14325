"""Names of firms: what they are called, and what they do in which sector."""

FIRST = (
    "Helix Castell Orrin Juniper Larkfield Granby Elmira Nordhaven Brightwater Vega Thornbury Sable Pinnacle Orchard "
    "Meridian Ivory Halden Ellery Dovetail Aldgate Weston Solano Quill Kepler Fathom Bayside Tarn Kestner Copperline "
    "Alder Amberley Anselm Arbor Ashgrove Atlas Aurora Avon Banyan Barlow Beacon Belmont Birch Blackthorn Bluestone "
    "Borealis Bramble Brookvale Calder Cardinal Cascade Cedar Cinder Clover Cobalt Corvus Crestline Cypress Dalton "
    "Darrow Delta Drummond Eastgate Ember Evergreen Falcon Fenwick Fernhill Flint Foxglove Galena Garnet Glenrock "
    "Goldcrest Hadley Harbour Hawthorn Hazel Heron Highmoor Hollis Indigo Ironwood Jasper Keystone Kingsley Laurel "
    "Linden Lodestar Lumen Magnolia Maple Marlow Mistral Montrose Nimbus Northstar Oakhurst Obsidian Onyx Osprey "
    "Palisade Pemberton Peregrine Pioneer Polaris Quarry Raven Redwood Ridgeway Riverton Rowan Saffron Sequoia Sierra "
    "Silverton Sparrow Sterling Stonebridge Summit Tamarack Teal Thistle Tidewater Umber Verdant Vesper Wexford "
    "Whitmore Willow Windermere Wren Yarrow Zephyr"
).split()

TRADES: tuple[tuple[str, str], ...] = (
    ("Robotics", "Machinery"),
    ("Cranes", "Machinery"),
    ("Instruments", "Machinery"),
    ("Tooling", "Machinery"),
    ("Logistics", "Transport"),
    ("Ports", "Transport"),
    ("Rail", "Transport"),
    ("Freight", "Transport"),
    ("Motors", "Transport"),
    ("Clinics", "Health"),
    ("Pharma", "Health"),
    ("Diagnostics", "Health"),
    ("Optics", "Health"),
    ("Energy", "Energy"),
    ("Utilities", "Energy"),
    ("Solar", "Energy"),
    ("Textiles", "Consumer goods"),
    ("Foods", "Consumer goods"),
    ("Dairy", "Consumer goods"),
    ("Bakeries", "Consumer goods"),
    ("Brewing", "Consumer goods"),
    ("Steel", "Materials"),
    ("Glass", "Materials"),
    ("Paper", "Materials"),
    ("Chemicals", "Materials"),
    ("Mining", "Materials"),
    ("Insurance", "Services"),
    ("Printing", "Services"),
    ("Hotels", "Services"),
    ("Analytics", "Services"),
)

COUNTRIES = (
    "Germany Canada Netherlands Sweden Portugal Spain France Poland Denmark Austria Ireland Japan Brazil Kenya India "
    "Türkiye Mexico Norway Czechia Italy"
).split()

TITLES = (
    "Head of operations",
    "Plant manager",
    "Chief financial officer",
    "Head of procurement",
    "Director of engineering",
    "Quality lead",
    "Operations director",
    "IT lead",
)

PRODUCTS: tuple[tuple[str, str, int], ...] = (
    ("Kestrel Watch", "Sensors", 4_200),
    ("Kestrel Watch Pro", "Sensors", 9_600),
    ("Kestrel Line", "Lines", 18_500),
    ("Kestrel Line Plus", "Lines", 31_000),
    ("Kestrel Plant", "Plants", 54_000),
    ("Kestrel Service Year", "Services", 6_400),
)
"""Name, series, list price."""
