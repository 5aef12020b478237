using Holdfast.Providers.Offline.Schema;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Fills names of people: staff by "with Anna", the client by "my name is" or by the answer to a question for it.</summary>
internal static class NameSlots
{
    public static void Fill(ToolModel tool, SlotTable slots, Utterance said, IReadOnlySet<string> asked)
    {
        var parameters = tool.Parameters.Where(parameter => parameter.Kind == ParameterKind.PersonName).ToList();
        if (parameters.Count == 0)
        {
            return;
        }

        var mentions = NameReader.Find(said);
        foreach (var parameter in parameters)
        {
            foreach (var mention in mentions.Where(mention => !said.IsUsed(mention.First) && Suits(parameter, mention.Role, parameters)))
            {
                var name = Part(parameter, said.Tokens.Slice(mention.First, mention.Next - 1), mention.Role);
                if (!slots.Has(parameter) || asked.Contains(parameter.Name) || mention.Role is not NameRole.Self || said.Tokens.Is(mention.First - 1, "is", "name"))
                {
                    slots.Set(parameter, name);
                }

                if (!parameter.Says("first", "last", "given", "family", "surname"))
                {
                    said.Use(mention.First, mention.Next);
                    break;
                }
            }
        }

        Answered(parameters, slots, said, asked);
    }

    /// <summary>Takes what is left of a short answer as the name that was asked for.</summary>
    private static void Answered(List<Parameter> parameters, SlotTable slots, Utterance said, IReadOnlySet<string> asked)
    {
        var open = parameters.Where(parameter => asked.Contains(parameter.Name) && !slots.Has(parameter)).ToList();
        if (open.Count == 0)
        {
            return;
        }

        for (var index = 0; index < said.Tokens.Count; index++)
        {
            var alone = said.Tokens.Count <= 5;
            var next = NameReader.Run(said, index, anyCase: alone);
            if (next <= index || (!alone && next < index + 2 && said.Tokens.Count > 12))
            {
                continue;
            }

            foreach (var parameter in open)
            {
                slots.Set(parameter, Part(parameter, said.Tokens.Slice(index, next - 1), NameRole.Self));
            }

            said.Use(index, next);
            return;
        }
    }

    private static bool Suits(Parameter parameter, NameRole role, List<Parameter> all) => role switch
    {
        NameRole.With => parameter.IsStaff,
        NameRole.First => parameter.Says("first", "given") || (!parameter.IsStaff && !parameter.Says("last", "family", "surname")),
        NameRole.Last => parameter.Says("last", "family", "surname"),
        _ => !parameter.IsStaff || all.Count == 1,
    };

    private static string Part(Parameter parameter, string name, NameRole role)
    {
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        return (space < 0 || role is NameRole.First or NameRole.Last) ? name
            : parameter.Says("first", "given") ? name[..space]
            : parameter.Says("last", "family", "surname") ? name[(space + 1)..] : name;
    }
}
