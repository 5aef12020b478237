using System.Text.Json;

namespace Holdfast.Server.MockModel;

/// <summary>The names of faults in files, options and headers.</summary>
internal static class MockFaultNames
{
    private static readonly Dictionary<string, MockFault> ByName = Names();

    public static string Valid { get; } = string.Join(", ", Enum.GetValues<MockFault>().Select(Of));

    public static string Of(MockFault fault) => JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString());

    public static bool TryParse(string name, out MockFault fault) => ByName.TryGetValue(name.Trim(), out fault);

    private static Dictionary<string, MockFault> Names()
    {
        var names = Enum.GetValues<MockFault>().ToDictionary(Of, StringComparer.OrdinalIgnoreCase);
        names["429"] = MockFault.RateLimited;
        names["500"] = MockFault.ServerError;
        names["503"] = MockFault.Unavailable;
        names["529"] = MockFault.Overloaded;
        return names;
    }
}
