using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Agents;

/// <summary>The tool with which an agent asks for a person. What it does is done by the engine: the run ends, and a ticket is opened.</summary>
internal static class PersonTool
{
    public const string Name = "ask_for_a_person";

    public const string Reason = "reason";

    public static Tool Create() => ToolMethods.Of(
        Name,
        "Passes the conversation on to a person of the business. Use it when the user asks for a person, or when you cannot help with what you have.",
        ([Description("Why a person is needed, in one sentence."), MaxLength(500)] string reason) => "Passed on to a person.",
        new ToolAttribute { Effect = ToolEffect.Read, Returns = Integrity.Trusted, Audience = Audience.Anyone, Reach = ToolReach.Inside, Content = [Reason] });
}
