using System.Text.Json;
using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Offline.Dialogue;

/// <summary>Values that hold beyond the action they were said for: who the client is always, the rest of a reading until something is done.</summary>
internal sealed class CarriedValues
{
    private readonly Dictionary<string, (Parameter Parameter, JsonElement Value)> person = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Parameter Parameter, JsonElement Value)> topic = new(StringComparer.Ordinal);
    private readonly HashSet<string> gone = new(StringComparer.Ordinal);

    /// <summary>Whether an id names something that a finished action has removed.</summary>
    public bool IsGone(string id) => gone.Contains(id);

    public void Finished(Goal goal)
    {
        topic.Clear();
        foreach (var parameter in goal.Tool.Parameters.Where(goal.Slots.Has))
        {
            var value = goal.Slots[parameter.Name]!.Value!.Value;
            if (IsPerson(parameter))
            {
                person[parameter.Name] = (parameter, value);
            }
            else if (goal.Tool.IsRead)
            {
                topic[parameter.Name] = (parameter, value);
            }

            if (goal.Tool.Effect == Tools.ToolEffect.Destructive && parameter.Kind == ParameterKind.Id)
            {
                gone.Add(value.ToString());
            }
        }
    }

    public void Give(Goal goal)
    {
        foreach (var parameter in goal.Tool.Parameters.Where(parameter => !goal.Slots.Has(parameter)))
        {
            if ((person.TryGetValue(parameter.Name, out var held) || topic.TryGetValue(parameter.Name, out held)) && held.Parameter.Kind == parameter.Kind)
            {
                goal.Slots.Set(parameter, held.Value);
            }
            else if (parameter.Kind == ParameterKind.DateTime && topic.Values.FirstOrDefault(entry => entry.Parameter.Kind == ParameterKind.Date) is { Parameter: not null } date
                && DateOnly.TryParse(date.Value.ToString(), out var day))
            {
                Join(goal, parameter, day);
            }
        }
    }

    private static void Join(Goal goal, Parameter parameter, DateOnly day)
    {
        var slot = goal.Slots[parameter.Name] ?? new SlotValue();
        if (slot.Day is not null)
        {
            return;
        }

        goal.Slots.Set(parameter, slot.Clock is { } clock
            ? new SlotValue { Value = JsonReading.Text(DateSlots.Format(day.ToDateTime(clock), parameter with { WithOffset = false }, TimeZoneInfo.Utc)) }
            : slot with { Day = day });
    }

    private static bool IsPerson(Parameter parameter) =>
        parameter.Kind is ParameterKind.Email or ParameterKind.Phone || (parameter.Kind == ParameterKind.PersonName && !parameter.IsStaff);
}
