using System.Collections.Frozen;

namespace Holdfast.Providers.Offline.Language;

/// <summary>Words that say nothing about which tool or value is meant.</summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> Words = (
        "a an the this that these those i i'm i'd i've i'll me my mine we we're we'd our us you your he she it its it's they them their is are was were be been being am "
        + "do does did done don't have has had having can could will would shall should may might must of in on at to for from by with about into over under after before "
        + "and or but so if then than as not no yes please just also too very really some any all each both more most other another such only own same here there "
        + "what when where which who whom how why get got let let's hi hello hey thanks thank ok okay well now up out off again once want need like would'd wish "
        + "something anything thing things one ones way make give take go going gonna wanna know think sure maybe actually instead "
        + "given using use used between via per within without that's there's what's who's please kindly hope able around else whether").Split(' ').ToFrozenSet();

    public static bool Has(string word) => word.Length < 2 || Words.Contains(word);
}
