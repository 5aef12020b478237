using Holdfast.Agents.Support.Products;

namespace Holdfast.Agents.Support.Demo;

/// <summary>What the demo shop sells.</summary>
internal static class SeedProducts
{
    public static IReadOnlyList<Product> All { get; } =
    [
        new("kettle", "Brook kettle", "kitchen", 49_90, 34, "Electric kettle of steel, 1.7 litres, 2200 watts, switches off by itself.", true, 24),
        new("espresso", "Crema espresso machine", "kitchen", 249_00, 8, "Espresso machine with steam wand, 15 bar, 1.8 litre water tank.", true, 24),
        new("pan", "Ironwood cast-iron pan", "kitchen", 59_90, 21, "Cast-iron pan, 28 centimetres across, 3.1 kilograms, for every kind of stove.", true, 24),
        new("board", "Alder chopping board", "kitchen", 29_90, 40, "Chopping board of oiled alder wood, 40 by 28 centimetres.", true, 24),
        new("scissors", "Thyme herb scissors", "kitchen", 9_90, 75, "Scissors with five blades for herbs.", true, 24),
        new("cloth", "Fern tablecloth", "home textiles", 44_90, 17, "Tablecloth of washed linen, 140 by 250 centimetres, fern green.", true, 24),
        new("basket", "Willow laundry basket", "home textiles", 39_00, 12, "Laundry basket of willow with a cotton lining, 60 litres.", true, 24),
        new("purifier", "Breeze air purifier", "appliances", 179_00, 9, "Air purifier for rooms of up to 40 square metres, with a HEPA filter.", true, 24),
        new("mower", "Meadow robot mower", "garden machines", 699_00, 4, "Robot lawn mower for lawns of up to 600 square metres, with a charging station.", true, 36),
        new("blower", "Gale leaf blower", "garden machines", 149_00, 15, "Cordless leaf blower, 36 volts, 2.9 kilograms, battery and charger included.", true, 24),
        new("bed", "Terra raised bed", "garden", 129_00, 6, "Raised bed of larch, 120 by 80 centimetres, 80 centimetres high.", true, 24),
        new("hose", "Dew garden hose", "garden", 39_90, 28, "Garden hose, 20 metres, with three couplings and a nozzle.", true, 24),
        new("lamps", "Glow solar lamps", "garden", 34_90, 0, "Set of four solar lamps for the garden, light for eight hours.", true, 24),
        new("gloves", "Bramble work gloves", "garden", 14_90, 60, "Work gloves of goat leather, sizes 7 to 11.", true, 24),
        new("seeds", "Sprout seed box", "garden", 12_90, 90, "Twelve packets of vegetable seeds with a sowing calendar.", false, 0),
        new("card", "Gift card", "gift cards", 25_00, 999, "Gift card worth 25 euros, sent by e-mail.", false, 0),
    ];

    public static IReadOnlyList<Review> Reviews { get; } =
    [
        new("kettle", "Ida", 5, "Boils fast and pours without a drip."),
        new("kettle", "Tom", 3, "Good, but the lid is stiff."),
        new("espresso", "Renate", 4, "Lovely coffee once you have found the right grind."),
        new("mower", "Olaf", 4, "Does its rounds quietly. The boundary wire took me an afternoon."),
        new("purifier", "Mina", 5, "Hay fever season was bearable for the first time."),
        new("bed", "Karl", 2, "One board was split. The shop sent another."),
        new("lamps", "Ayse", 4, "Warm light, not too bright."),
    ];
}
