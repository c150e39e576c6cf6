public import Foundation

/// A date and time of day as `2026-03-14 15:09`, so many seconds ahead of Coordinated Universal Time.
public func printedDate(_ date: Date, secondsFromGMT: Int) -> String {
  let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + secondsFromGMT
  let day = Int((Double(seconds) / 86_400).rounded(.down))
  let minute = (seconds - day * 86_400) / 60
  let (year, month, dayOfMonth) = civilDate(day)
  return
    "\(year)-\(twoDigits(month))-\(twoDigits(dayOfMonth)) \(twoDigits(minute / 60)):\(twoDigits(minute % 60))"
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// The Gregorian date of a day counted from 1970-01-01.
///
/// Counts from 1 March of year 0, so that a leap day is the last of its year, in eras of 400 years.
private func civilDate(_ day: Int) -> (year: Int, month: Int, day: Int) {
  let shifted = day + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra =
    (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
}
