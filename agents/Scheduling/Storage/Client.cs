using Holdfast.Tools;

namespace Holdfast.Agents.Scheduling.Storage;

/// <summary>Whose appointments these are: a tenant's user, in a session.</summary>
/// <remarks>
/// Nobody in particular is many people: what is listed for an anonymous client is what the same session booked, while an
/// appointment's number lets any anonymous client of the tenant change it, as a booking reference does.
/// </remarks>
internal sealed record Client(string Tenant, string User, string Session)
{
    public bool IsAnonymous => User == Principal.Anonymous.User;

    /// <summary>The user under whose name preferences are kept.</summary>
    public string ProfileUser => IsAnonymous ? $"{User}/{Session}" : User;

    public static Client Of(ToolContext context) => new(context.Principal.Tenant, context.Principal.User, $"{context.Session:N}");

    /// <summary>Whether an appointment may be seen and changed by this client who names its number.</summary>
    public bool Owns(AppointmentRow appointment) => appointment.Client.Tenant == Tenant && appointment.Client.User == User;
}
