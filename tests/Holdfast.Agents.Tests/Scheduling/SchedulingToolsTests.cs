using System.ComponentModel;
using System.Reflection;
using Holdfast.Agents.Scheduling;
using Holdfast.Tools;

namespace Holdfast.Agents.Tests.Scheduling;

public sealed class SchedulingToolsTests
{
    private static readonly (MethodInfo Method, ToolAttribute Tool)[] Tools = [.. typeof(SchedulingTools).GetMethods()
        .Select(method => (method, method.GetCustomAttribute<ToolAttribute>()!))
        .Where(pair => pair.Item2 is not null)];

    [Fact]
    public void The_six_tools_declare_what_they_do() => Tools.Select(tool => (tool.Tool.Name, tool.Tool.Effect, tool.Tool.Idempotent)).ShouldBe(
        [
            ("check_availability", ToolEffect.Read, false),
            ("book_appointment", ToolEffect.Write, true),
            ("cancel_appointment", ToolEffect.Destructive, true),
            ("reschedule_appointment", ToolEffect.Write, true),
            ("get_client_preferences", ToolEffect.Read, false),
            ("send_confirmation", ToolEffect.Destructive, true),
        ],
        ignoreOrder: true);

    [Fact]
    public void Every_tool_and_every_argument_is_described()
    {
        Tools.ShouldAllBe(tool => tool.Method.GetCustomAttribute<DescriptionAttribute>() != null);
        Tools.SelectMany(tool => tool.Method.GetParameters())
            .Where(parameter => parameter.ParameterType != typeof(ToolContext) && parameter.ParameterType != typeof(CancellationToken))
            .ShouldAllBe(parameter => parameter.GetCustomAttribute<DescriptionAttribute>() != null);
    }

    [Fact]
    public void Options_start_as_documented()
    {
        var options = new SchedulingOptions();
        (options.TimeZone, options.NoticeMinutes, options.HorizonDays, options.StartEveryMinutes, options.SmtpHost, options.SmtpTls, options.OutboxFolder)
            .ShouldBe(("Europe/Berlin", 120, 90, 15, null, true, "outbox"));
    }
}
