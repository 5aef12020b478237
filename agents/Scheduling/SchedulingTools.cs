using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Holdfast.Agents.Scheduling.Bookings;
using Holdfast.Agents.Scheduling.Calendar;
using Holdfast.Agents.Scheduling.Confirmations;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Agents.Scheduling;

/// <summary>The tools of the scheduling agent. A client sees and changes only appointments of the same tenant and user.</summary>
/// <remarks>Safe for concurrent use. What cannot be done is refused by a <see cref="ToolException"/> that says what can.</remarks>
public sealed class SchedulingTools
{
    private const string ServiceText = "The service by name, as the customer calls it, such as 'Swedish massage'.";
    private const string StaffText = "The staff member's name, only if the customer asks for somebody; leave out for anyone.";
    private const string StartText = "local date and time of the business, ISO 8601 without an offset, such as 2026-03-30T10:00.";
    private const string NumberText = "The appointment number, such as APT-7F3K2Q. If it is not known, look it up with get_client_preferences.";

    private readonly FrontDesk frontDesk;
    private readonly BookingDesk bookingDesk;
    private readonly ConfirmationDesk confirmationDesk;

    /// <summary>Creates the tools.</summary>
    /// <param name="store">Where calendars are kept.</param>
    /// <param name="options">How the business takes bookings.</param>
    /// <param name="delivery">Told of each new confirmation, so that it leaves at once; or null when delivery runs elsewhere.</param>
    public SchedulingTools(SchedulingStore store, SchedulingOptions options, ConfirmationDelivery? delivery = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        frontDesk = new FrontDesk(store, options);
        bookingDesk = new BookingDesk(store, options);
        confirmationDesk = new ConfirmationDesk(store, options, delivery);
    }

    /// <summary>Returns the free start times of a service on a day.</summary>
    [Tool("check_availability", Effect = ToolEffect.Read, Returns = Integrity.Trusted, Audience = Audience.Anyone, Reach = ToolReach.Inside)]
    [Description("Check availability: show the free times for a service on a day. When is something free, open or available? Changes nothing. Use it before booking or moving when the customer has not named an exact time.")]
    public Task<AvailabilityResult> CheckAvailabilityAsync(
        ToolContext context,
        [Description(ServiceText)][StringLength(100, MinimumLength = 1)] string service,
        [Description("The day to look at, such as 2026-03-30.")] DateOnly date,
        [Description(StaffText)][StringLength(100)] string? staff = null,
        [Description("The part of the day: morning before 12:00, afternoon until 17:00, evening after; any for the whole day.")] DayPart part = DayPart.Any,
        CancellationToken cancellationToken = default) =>
        frontDesk.FindFreeAsync(Checked(context), service, date, staff, part, cancellationToken);

    /// <summary>Books a service.</summary>
    [Tool("book_appointment", Effect = ToolEffect.Write, Idempotent = true, Returns = Integrity.Trusted, Reach = ToolReach.Inside)]
    [Description("Book a new appointment for a service at a start time. Makes or schedules one booking and returns its appointment number. If the time is taken, it is refused with free alternatives.")]
    public Task<AppointmentResult> BookAppointmentAsync(
        ToolContext context,
        [Description(ServiceText)][StringLength(100, MinimumLength = 1)] string service,
        [Description("When it starts: " + StartText)][RegularExpression(BusinessClock.StartPattern)] string start,
        [Description(StaffText)][StringLength(100)] string? staff = null,
        [Description("The customer's name, if the customer gave it.")][StringLength(100)] string? clientName = null,
        CancellationToken cancellationToken = default) =>
        bookingDesk.BookAsync(Checked(context), service, start, staff, clientName, cancellationToken);

    /// <summary>Cancels an appointment.</summary>
    [Tool("cancel_appointment", Effect = ToolEffect.Destructive, Idempotent = true, Returns = Integrity.Trusted, Reach = ToolReach.Inside)]
    [Description("Cancel an existing appointment for good, by its number. Its time is given to others. To change the time instead, use reschedule_appointment.")]
    public Task<AppointmentResult> CancelAppointmentAsync(
        ToolContext context,
        [Description(NumberText)][RegularExpression(AppointmentNumber.Pattern)] string appointmentId,
        CancellationToken cancellationToken = default) =>
        bookingDesk.CancelAsync(Checked(context), appointmentId, cancellationToken);

    /// <summary>Moves an appointment.</summary>
    [Tool("reschedule_appointment", Effect = ToolEffect.Write, Idempotent = true, Returns = Integrity.Trusted, Reach = ToolReach.Inside)]
    [Description("Reschedule, move or change an existing appointment to a new start time, by its number. Keeps the number, service and, unless another is named, the staff member. If the time is taken, it is refused with free alternatives and the old time stays.")]
    public Task<AppointmentResult> RescheduleAppointmentAsync(
        ToolContext context,
        [Description(NumberText)][RegularExpression(AppointmentNumber.Pattern)] string appointmentId,
        [Description("The new start: " + StartText)][RegularExpression(BusinessClock.StartPattern)] string newStart,
        [Description("The name of another staff member, only if the customer asks for a change of person; leave out to keep the same.")]
        [StringLength(100)] string? staff = null,
        CancellationToken cancellationToken = default) =>
        bookingDesk.RescheduleAsync(Checked(context), appointmentId, newStart, staff, cancellationToken);

    /// <summary>Returns what is known of the client, coming appointments included.</summary>
    [Tool("get_client_preferences", Effect = ToolEffect.Read, Returns = Integrity.Trusted, UntrustedFields = ["notes"], Reach = ToolReach.Inside)]
    [Description("Get the preferences of this customer and the list of my coming appointments with their numbers: name, e-mail, preferred staff and time of day, notes. Changes nothing.")]
    public Task<ClientPreferencesResult> GetClientPreferencesAsync(ToolContext context, CancellationToken cancellationToken = default) =>
        frontDesk.FindClientAsync(Checked(context), cancellationToken);

    /// <summary>Sends a confirmation by e-mail.</summary>
    [Tool("send_confirmation", Effect = ToolEffect.Destructive, Idempotent = true, Returns = Integrity.Trusted, Reach = ToolReach.Outside, Intents = ["confirmation", "confirm", "send", "email", "e-mail", "mail"])]
    [Description("Send a confirmation of an appointment by e-mail to the customer. Use it only when the customer asks for a confirmation e-mail or agrees to one.")]
    public Task<ConfirmationResult> SendConfirmationAsync(
        ToolContext context,
        [Description(NumberText)][RegularExpression(AppointmentNumber.Pattern)] string appointmentId,
        [Description("The customer's e-mail address; leave out to use the one on file.")]
        [RegularExpression(ConfirmationDesk.AddressPattern)][StringLength(254)] string? email = null,
        CancellationToken cancellationToken = default) =>
        confirmationDesk.SendAsync(Checked(context), appointmentId, email, cancellationToken);

    private static ToolContext Checked(ToolContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context;
    }
}
