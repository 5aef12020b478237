using Holdfast.Agents.Scheduling.Calendar;
using Holdfast.Tools;

namespace Holdfast.Agents.Scheduling.Bookings;

/// <summary>Finds services and staff by the words that customers use for them.</summary>
internal static class CatalogueNames
{
    private static readonly string[] Anyone = ["", "any", "anyone", "anybody", "no preference", "none", "null"];

    private static readonly char[] Separators = [' ', '-', '_', ',', '(', ')', '/', '.'];

    /// <summary>Returns the service that a name means.</summary>
    /// <exception cref="ToolException">No service, or more than one, is called that; the message lists them.</exception>
    public static Service FindService(this Catalogue catalogue, string name) =>
        Find(catalogue.Services, name, service => service.Id, service => service.Name, "service");

    /// <summary>Returns the staff member, or null when anyone will do.</summary>
    /// <exception cref="ToolException">Nobody who gives the service, or more than one, is called that; the message lists who gives it.</exception>
    public static StaffMember? FindStaff(this Catalogue catalogue, string? name, Service service)
    {
        if (name is null || Anyone.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var found = Find(catalogue.Staff, name, staff => staff.Id, staff => staff.Name, "staff member");
        if (found.Services.Contains(service.Id))
        {
            return found;
        }

        var able = catalogue.Staff.Where(staff => staff.Services.Contains(service.Id)).Select(staff => staff.Name);
        throw new ToolException($"{found.Name} does not offer {service.Name}. It is offered by {Wording.List(able, "or")}.");
    }

    private static T Find<T>(IReadOnlyList<T> all, string name, Func<T, string> id, Func<T, string> fullName, string kind)
    {
        var exact = all.Where(item => Same(id(item), name.Trim()) || Same(fullName(item), name.Trim())).ToArray();
        var found = exact.Length > 0 ? exact : [.. all.Where(item => Matches(fullName(item), name))];
        return found switch
        {
            [var only] => only,
            [] => throw new ToolException($"There is no {kind} '{name}'. Choose {Wording.List(all.Select(fullName), "or")}."),
            _ => throw new ToolException($"'{name}' could be {Wording.List(found.Select(fullName), "or")}. Ask which {kind} is meant."),
        };
    }

    // "the massage with deep tissue" and "Deep-tissue" both name "Deep tissue massage".
    private static bool Matches(string fullName, string text)
    {
        var (wanted, words) = (Words(text), Words(fullName));
        return wanted.Length > 0 && (wanted.All(words.Contains) || words.All(wanted.Contains));
    }

    private static string[] Words(string text) => text.ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
