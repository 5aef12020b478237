namespace Holdfast.Agents.Scheduling.Bookings;

/// <summary>Numbers of appointments: <c>APT-</c> and six characters that are not mistaken for each other.</summary>
internal static class AppointmentNumber
{
    public const string Pattern = "^APT-[0-9A-Z]{6}$";

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New(IdSource ids)
    {
        var number = (long)(ids.NextDouble() * (1L << 30));
        return "APT-" + string.Create(6, number, static (text, rest) =>
        {
            for (var index = text.Length - 1; index >= 0; index--)
            {
                text[index] = Alphabet[(int)(rest % Alphabet.Length)];
                rest /= Alphabet.Length;
            }
        });
    }
}
